"""The Python SDK of the log service judges the local one: aliyun-log-python-sdk, through http_proxy.

    python sls_peer.py ENDPOINT ACCESS_KEY_ID ACCESS_KEY_SECRET
"""
import sys
import time

from aliyun.log import GetHistogramsRequest, GetLogsRequest, IndexConfig, IndexKeyConfig, IndexLineConfig
from aliyun.log import ListLogstoresRequest, LogClient, LogException, LogItem, PutLogsRequest
from aliyun.log.auth import AUTH_VERSION_1, AUTH_VERSION_4

endpoint, key_id, secret = sys.argv[1:]
LOGSTORE = "app"
TOKENS = list(", '\";=()[]{}?@&<>/:\n\t\r")


def client(version, key_secret=secret):
    return LogClient(endpoint, key_id, key_secret, auth_version=version, region="cn-beijing")


def equal(actual, expected, what):
    if actual != expected:
        raise AssertionError("%s: %r (expected: %r)" % (what, actual, expected))
    print("ok: %s = %r" % (what, expected))


def refused(code, call):
    try:
        call()
    except LogException as error:
        equal(error.get_error_code(), code, "refusal")
        equal(bool(error.get_request_id()), True, "a refusal has a request id")
        return
    raise AssertionError("not refused: expected %s" % code)


def write(log, project, since):
    for compressed in (True, False):
        items = []
        for i in range(150):
            item = LogItem(since + i, contents=[("route", "default-bert-8501" if i % 3 else "other"),
                                                ("took", str(i)), ("text", "ünï \"quoted\" %d" % i)])
            items.append(item)
        log.put_logs(PutLogsRequest(project, LOGSTORE, "topic-%s" % compressed, "10.0.0.1", items,
                                    compress=compressed, logtags=[("node", "n1")]))


def read(log, project, since):
    def ask(query, **more):
        return log.get_log(project, LOGSTORE, since, since + 150, query=query, **more)

    answer = ask("* and route: default-bert-8501", size=-1)
    equal(answer.is_completed(), True, "completed")
    equal(answer.get_count(), 200, "logs of a route, over several pages")
    newest = ask("took >= 149", reverse=True, size=1).get_logs()[0]
    equal(newest.get_source(), "10.0.0.1", "source")
    equal(newest.get_contents()["text"], "ünï \"quoted\" 149", "text")
    equal(newest.get_contents()["__tag__:node"], "n1", "tag")
    equal(newest.get_time(), since + 149, "time")
    equal(ask("*", topic="topic-True", size=-1).get_count(), 150, "logs of a topic")
    statement = ("* and route: default-bert-8501 | SELECT count(1) / 15 as value from log WHERE"
                 " __time__ >= %d  and __time__ < %d" % (since, since + 150))
    answer = ask(statement)
    equal(answer.get_has_sql(), True, "has sql")
    equal([row.get_contents() for row in answer.get_logs()], [{"value": "13"}], "the adapter's query")
    answer = ask("* | select route, count(1) as n, max(took) as m from log group by route order by n")
    equal([row.get_contents() for row in answer.get_logs()],
          [{"route": "other", "n": "100", "m": "147"},
           {"route": "default-bert-8501", "n": "200", "m": "149"}], "groups")
    answer = log.get_logs(GetLogsRequest(project, LOGSTORE, since, since + 10, "", "took: 3", 100, 0, False))
    equal(answer.get_count(), 2, "get_logs")
    series(ask, since)
    refused("ParameterInvalid", lambda: ask("* | select no_such_column from log"))
    refused("ParameterInvalid", lambda: ask("nosuchkey: 1"))
    refused("ParameterInvalid", lambda: ask("* | drop table log"))


def rows(answer):
    return [row.get_contents() for row in answer.get_logs()]


def series(ask, since):
    """The statements by which the SDK reads traffic in steps, and their pages."""
    step = "(__time__ - %d) / 50 as step" % since
    where = "where __time__ >= %d and __time__ < %d" % (since, since + 150)
    statement = ("* and route: \"default-bert-8501\" | select %s, coalesce(try_cast(text as bigint), 0) as code,"
                 " count(1) as requests, sum(took) as seconds from log %s and route = 'default-bert-8501'"
                 " group by step, code order by step, code limit 0, 10000" % (step, where))
    equal(rows(ask(statement)), [{"step": "0", "code": "0", "requests": "66", "seconds": "1634"},
                                 {"step": "1", "code": "0", "requests": "66", "seconds": "4900"},
                                 {"step": "2", "code": "0", "requests": "68", "seconds": "8466"}], "steps")
    percentiles = rows(ask("* | select %s, approx_percentile(took, 0.5) as p50 from log %s group by step"
                           " order by step" % (step, where)))
    equal([row["step"] for row in percentiles], ["0", "1", "2"], "steps of percentiles")
    equal([abs(float(row["p50"]) - middle) <= 1 for row, middle in zip(percentiles, (24, 74, 124))], [True] * 3,
          "percentiles")
    each = "* | select took, count(1) as n from log %s group by took order by took" % where
    equal(len(rows(ask(each))), 100, "rows without a limit")
    equal(len(rows(ask(each + " limit 0, 10000"))), 150, "rows with a limit")
    equal(rows(ask(each + " limit 148, 10"))[-1], {"took": "149", "n": "2"}, "last page")
    equal(rows(ask(each + " limit 150, 10")), [], "page after the last")
    equal(rows(ask("* | select route, count(1) as n, max(__time__) as newest from log group by route"
                   " order by n desc, route limit 100")),
          [{"route": "default-bert-8501", "n": "200", "newest": str(since + 149)},
           {"route": "other", "n": "100", "newest": str(since + 147)}], "routes")
    equal(rows(ask("* and route: \"no' or '1'='1\" | select count(1) as n from log where route = 'no'' or ''1''=''1'")),
          [{"n": "0"}], "a quoted text stays a text")


def histogram(log, project, since):
    answer = log.get_histograms(
        GetHistogramsRequest(project, LOGSTORE, since, since + 150, "", "route: other"))
    equal(answer.is_completed(), True, "histogram completed")
    equal(answer.get_total_count(), 100, "histogram total")
    steps = answer.get_histograms()
    equal((steps[0].get_from(), steps[-1].get_to()), (since, since + 150), "histogram bounds")
    equal(sum(step.get_count() for step in steps), 100, "histogram sum")
    answer = log.get_histograms(GetHistogramsRequest(project, LOGSTORE, since - 60, since, "", "*"))
    equal((answer.is_completed(), answer.get_total_count()), (True, 0), "histogram of a time without logs")
    refused("LogStoreNotExist",
            lambda: log.get_histograms(GetHistogramsRequest(project, "nosuch", since, since + 1, "", "*")))


def index():
    return IndexConfig(line_config=IndexLineConfig(TOKENS), key_config_list={
        "route": IndexKeyConfig(TOKENS, doc_value=True),
        "text": IndexKeyConfig(TOKENS, doc_value=True),
        "took": IndexKeyConfig(index_type="long", doc_value=True)})


def judge(version, project):
    log = client(version)
    since = int(time.time()) - 400
    log.create_project(project, "made by a peer")
    equal(log.get_project(project).get_description(), "made by a peer", "project")
    refused("ProjectAlreadyExist", lambda: log.create_project(project, ""))
    log.create_logstore(project, LOGSTORE, ttl=1, shard_count=1)
    equal(log.get_logstore(project, LOGSTORE).logstore_name, LOGSTORE, "logstore")
    equal(log.list_logstores(ListLogstoresRequest(project)).get_logstores(), [LOGSTORE], "logstores")
    refused("IndexConfigNotExist", lambda: log.get_log(project, LOGSTORE, since, since + 1))
    log.create_index(project, LOGSTORE, index())
    keys = log.get_index_config(project, LOGSTORE).get_index_config().key_config_list
    equal({name: key.index_type for name, key in keys.items()},
          {"route": "text", "text": "text", "took": "long"}, "index")
    write(log, project, since)
    everything = log.get_log_all(project, LOGSTORE, since, since + 150, query="route: other")
    equal(sum(answer.get_count() for answer in everything), 100, "all logs, page by page")
    for post in (True, False):  # the SDK's two ways to ask
        log._get_logs_v2_enabled = post
        read(log, project, since)
    histogram(log, project, since)
    refused("LogStoreNotExist", lambda: log.get_log(project, "nosuch", since, since + 1))
    refused("SignatureNotMatch", lambda: client(version, "wrong").get_project(project))
    log.delete_logstore(project, LOGSTORE)
    refused("LogStoreNotExist", lambda: log.get_logstore(project, LOGSTORE))


judge(AUTH_VERSION_1, "peer-v1")
judge(AUTH_VERSION_4, "peer-v4")
