package io.elasticinference.testkit.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.Consts.CompressType;
import com.aliyun.openservices.log.common.Histogram;
import com.aliyun.openservices.log.common.Index;
import com.aliyun.openservices.log.common.IndexKey;
import com.aliyun.openservices.log.common.IndexKeys;
import com.aliyun.openservices.log.common.IndexLine;
import com.aliyun.openservices.log.common.LogItem;
import com.aliyun.openservices.log.common.LogStore;
import com.aliyun.openservices.log.common.QueriedLog;
import com.aliyun.openservices.log.common.TagContent;
import com.aliyun.openservices.log.common.auth.DefaultCredentials;
import com.aliyun.openservices.log.common.auth.StaticCredentialsProvider;
import com.aliyun.openservices.log.exception.LogException;
import com.aliyun.openservices.log.http.client.ClientConfiguration;
import com.aliyun.openservices.log.http.signer.SignVersion;
import com.aliyun.openservices.log.request.GetLogsRequest;
import com.aliyun.openservices.log.request.PutLogsRequest;
import com.aliyun.openservices.log.response.GetHistogramsResponse;
import com.aliyun.openservices.log.response.GetLogsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Java SDK, through its proxy setting, is content with the server. */
class SlsJavaSdkTest {

  private static final String ENDPOINT = "cn-beijing.log.aliyuncs.com";
  private static final String LOGSTORE = "nginx-ingress";
  private static int projects;

  private static SlsServer sls;
  private final List<Client> clients = new ArrayList<>();
  private String project = "";

  @BeforeAll
  static void start() {
    sls =
        SlsServer.builder().accessKey("id", "secret").accessKey("sts", "secret2", "token").start();
  }

  @AfterAll
  static void stop() {
    sls.close();
  }

  @BeforeEach
  void createProject() {
    project = "k8s-log-c" + projects++;
    sls.createProject(project);
    sls.createLogstore(project, LOGSTORE);
  }

  private Client client(String id, String secret, String token, SignVersion version) {
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setProxyHost(sls.uri().getHost());
    configuration.setProxyPort(sls.uri().getPort());
    StaticCredentialsProvider credentials =
        new StaticCredentialsProvider(new DefaultCredentials(id, secret, token));
    Client client = new Client(ENDPOINT, credentials, configuration, "");
    client.setSignatureVersion(version);
    client.setRegion("cn-beijing");
    client.setCredentialsProvider(credentials);
    clients.add(client);
    return client;
  }

  @AfterEach
  void shutDownClients() {
    clients.forEach(Client::shutdown);
  }

  private Client client() {
    return client("id", "secret", "", SignVersion.V1);
  }

  private static int now() {
    return (int) (System.currentTimeMillis() / 1000);
  }

  private static LogItem request(int time, String route, String status, String seconds) {
    LogItem item = new LogItem(time);
    item.PushBack("proxy_upstream_name", route);
    item.PushBack("status", status);
    item.PushBack("request_time", seconds);
    return item;
  }

  private GetLogsResponse ask(Client client, String query) throws LogException {
    return client.GetLogs(project, LOGSTORE, now() - 100, now() + 10, "", query, 100, 0, false);
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressType.class,
      names = {"NONE", "LZ4", "GZIP", "ZSTD"})
  void putLogs_isAccepted_whateverTheCompression(CompressType compression) throws LogException {
    List<LogItem> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      items.add(request(now() - 5, "default-bert-8501", "200", "0." + i));
    }
    PutLogsRequest put = new PutLogsRequest(project, LOGSTORE, "access", "10.0.0.1", items);
    put.SetCompressType(compression);
    put.SetTags(List.of(new TagContent("node", "n1")));
    client().PutLogs(put);

    GetLogsResponse found = ask(client(), "* and proxy_upstream_name: default-bert-8501");
    assertThat(found.IsCompleted()).isTrue();
    assertThat(found.getLogs()).hasSize(100);
    QueriedLog log = found.getLogs().get(7);
    assertThat(log.GetSource()).isEqualTo("10.0.0.1");
    assertThat(log.GetLogItem().ToJsonString())
        .contains("\"request_time\":\"0.7\"")
        .contains("\"__topic__\":\"access\"")
        .contains("\"__tag__:node\":\"n1\"");
  }

  @Test
  void putLogs_isAccepted_whenItHasSeveralMegabytes() throws LogException {
    List<LogItem> items = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      LogItem item = request(now() - 5, "default-bert-8501", "200", "0.1");
      item.PushBack("http_user_agent", "x".repeat(1_000));
      items.add(item);
    }
    PutLogsRequest put = new PutLogsRequest(project, LOGSTORE, "access", "10.0.0.1", items);
    put.SetCompressType(CompressType.NONE);
    client().PutLogs(put);
    GetLogsResponse answer = ask(client(), "* | select count(1) as n");
    assertThat(answer.getLogs().get(0).GetLogItem().mContents.get(0).mValue).isEqualTo("6000");
  }

  @ParameterizedTest
  @EnumSource(SignVersion.class)
  void getLogs_evaluatesTheAdaptersQuery_withEitherSignature(SignVersion version)
      throws LogException {
    Client client = client("id", "secret", "", version);
    int time = now() - 12;
    List<LogItem> items = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      items.add(request(time, i < 30 ? "default-bert-8501" : "default-other-80", "200", "0.1"));
    }
    client.PutLogs(project, LOGSTORE, "", items, "s");

    String query =
        "* and proxy_upstream_name: default-bert-8501 | SELECT count(1) / 15 as value from log WHERE"
            + " __time__ >= "
            + (time - 1)
            + "  and __time__ < "
            + (time + 14);
    GetLogsResponse answer = ask(client, query);
    assertThat(answer.isHasSQL()).isTrue();
    assertThat(answer.getAggQuery()).startsWith("SELECT count(1)");
    assertThat(answer.getKeys()).containsExactly("value");
    assertThat(answer.getColumnTypes()).containsExactly("bigint");
    assertThat(answer.getLogs().get(0).GetLogItem().mContents.get(0).mValue).isEqualTo("2");
  }

  @Test
  void getLogs_pagesInEitherDirection() throws LogException {
    List<LogItem> items = new ArrayList<>();
    int start = now() - 60;
    for (int i = 0; i < 50; i++) {
      items.add(request(start + i, "r", String.valueOf(100 + i), "0.1"));
    }
    client().PutLogs(project, LOGSTORE, "", items, "s");

    assertThat(
            statuses(client().GetLogs(project, LOGSTORE, start, start + 50, "", "*", 3, 10, false)))
        .containsExactly("110", "111", "112");
    assertThat(
            statuses(client().GetLogs(project, LOGSTORE, start, start + 50, "", "*", 3, 10, true)))
        .containsExactly("139", "138", "137");
    assertThat(
            statuses(
                client()
                    .GetLogs(
                        project,
                        LOGSTORE,
                        start,
                        start + 50,
                        "",
                        "status in [148 200]",
                        100,
                        1,
                        false)))
        .containsExactly("149");
  }

  private static List<String> statuses(GetLogsResponse response) {
    return response.getLogs().stream()
        .map(log -> log.GetLogItem().mContents)
        .map(
            c ->
                c.stream()
                    .filter(x -> x.mKey.equals("status"))
                    .map(x -> x.mValue)
                    .collect(Collectors.joining()))
        .toList();
  }

  @Test
  void getLogs_findsNothingOfAnotherTopic() throws LogException {
    client().PutLogs(project, LOGSTORE, "a", List.of(request(now() - 1, "r", "200", "1")), "s");
    GetLogsRequest other = new GetLogsRequest(project, LOGSTORE, now() - 9, now() + 9, "b", "*");
    GetLogsRequest same = new GetLogsRequest(project, LOGSTORE, now() - 9, now() + 9, "a", "*");
    same.setCompressType(CompressType.NONE);
    assertThat(client().GetLogs(other).getLogs()).isEmpty();
    assertThat(client().GetLogs(same).getLogs()).hasSize(1);
  }

  @Test
  void getLogs_answersNoRow_whenThereIsNoLogAtAll_andZeroWhenNoneMatches() throws LogException {
    String query = "* and proxy_upstream_name: r | select count(1) as value from log";
    assertThat(ask(client(), query).getLogs()).isEmpty();

    client().PutLogs(project, LOGSTORE, "", List.of(request(now() - 1, "other", "200", "1")), "s");
    assertThat(ask(client(), query).getLogs().get(0).GetLogItem().mContents.get(0).mValue)
        .isEqualTo("0");
  }

  @Test
  void getLogs_isNotCompleted_whenTheServerWasToldSo() throws LogException {
    sls.incompleteAnswers(1);
    assertThat(ask(client(), "*").IsCompleted()).isFalse();
    assertThat(ask(client(), "*").IsCompleted()).isTrue();
  }

  @Test
  void getHistograms_countsEveryLogOnce() throws LogException {
    int start = now() - 300;
    List<LogItem> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      items.add(request(start + i, i % 3 == 0 ? "a" : "b", "200", "1"));
    }
    client().PutLogs(project, LOGSTORE, "", items, "s");

    GetHistogramsResponse answer =
        client()
            .GetHistograms(project, LOGSTORE, start + 7, start + 300, "", "proxy_upstream_name: a");
    assertThat(answer.IsCompleted()).isTrue();
    assertThat(answer.GetTotalCount()).isEqualTo(97);
    List<Histogram> steps = answer.GetHistograms();
    assertThat(steps).hasSizeBetween(50, 61);
    assertThat(steps.get(0).GetFrom()).isEqualTo(start + 7);
    assertThat(steps.get(steps.size() - 1).GetTo()).isEqualTo(start + 300);
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i).GetFrom()).isEqualTo(steps.get(i - 1).GetTo());
    }
  }

  @Test
  void projectsAndLogstores_canBeMadeReadListedAndDeleted() throws LogException {
    Client client = client();
    String name = project + "-more";
    client.CreateProject(name, "for a test");
    assertThat(client.GetProject(name).GetProjectDescription()).isEqualTo("for a test");
    assertThat(client.ListProject().getProjects())
        .extracting("projectName")
        .contains(name, project);
    client.CreateLogStore(name, new LogStore("app", 7, 2));
    assertThat(client.GetLogStore(name, "app").GetLogStore().GetLogStoreName()).isEqualTo("app");
    assertThat(client.ListLogStores(name, 0, 10, "").GetLogStores()).containsExactly("app");

    assertThatThrownBy(() -> client.GetLogs(name, "app", 1, 2, "", "*"))
        .isInstanceOfSatisfying(
            LogException.class, e -> assertThat(e.getErrorCode()).isEqualTo("IndexConfigNotExist"));
    IndexKeys keys = new IndexKeys();
    keys.AddKey("level", new IndexKey(List.of(" ", ","), false, "text", ""));
    keys.AddKey("took", new IndexKey(List.of(), false, "long", ""));
    client.CreateIndex(name, "app", new Index(30, keys, new IndexLine(List.of(" "), false)));
    assertThat(client.GetIndex(name, "app").GetIndex().GetKeys().GetKeys())
        .containsKeys("level", "took");
    LogItem item = new LogItem(now() - 1);
    item.PushBack("level", "WARN");
    item.PushBack("took", "15");
    client.PutLogs(name, "app", "", List.of(item), "s");
    assertThat(
            client.GetLogs(name, "app", now() - 9, now() + 9, "", "level: warn and took > 14")
                .getLogs())
        .hasSize(1);

    client.DeleteLogStore(name, "app");
    assertThatThrownBy(() -> client.GetLogStore(name, "app"))
        .isInstanceOfSatisfying(
            LogException.class,
            e -> {
              assertThat(e.getErrorCode()).isEqualTo("LogStoreNotExist");
              assertThat(e.getHttpCode()).isEqualTo(404);
              assertThat(e.getRequestId()).hasSize(24);
            });
    client.DeleteProject(name);
    assertThatThrownBy(() -> client.GetProject(name))
        .isInstanceOfSatisfying(
            LogException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ProjectNotExist"));
  }

  @Test
  void temporaryKey_isLetIn_onlyWithItsToken() throws LogException {
    for (SignVersion version : SignVersion.values()) {
      assertThat(ask(client("sts", "secret2", "token", version), "*").getLogs()).isEmpty();
      refused(client("sts", "secret2", "wrong", version), "Unauthorized");
      refused(client("sts", "secret2", "", version), "Unauthorized");
    }
  }

  @Test
  void wrongKey_isRefused_withEitherSignature() {
    for (SignVersion version : SignVersion.values()) {
      refused(client("id", "wrong", "", version), "SignatureNotMatch");
      refused(client("nobody", "secret", "", version), "Unauthorized");
    }
  }

  private void refused(Client client, String code) {
    assertThatThrownBy(() -> ask(client, "*"))
        .isInstanceOfSatisfying(
            LogException.class,
            e -> {
              assertThat(e.getErrorCode()).isEqualTo(code);
              assertThat(e.getHttpCode()).isEqualTo(401);
            });
  }

  @Test
  void badQuery_isRefused_withASentence() {
    for (String query :
        List.of("nokey: 1", "(", "* | drop table x", "* | select nocolumn from log")) {
      assertThatThrownBy(() -> ask(client(), query))
          .isInstanceOfSatisfying(
              LogException.class,
              e -> {
                assertThat(e.getErrorCode()).isEqualTo("ParameterInvalid");
                assertThat(e.getHttpCode()).isEqualTo(400);
                assertThat(e.GetErrorMessage()).isNotBlank();
              });
    }
  }

  @Test
  void fault_isAnsweredInTheServicesForm() throws LogException {
    sls.faults().next(1).status(503);
    assertThatThrownBy(() -> ask(client(), "*"))
        .isInstanceOfSatisfying(
            LogException.class,
            e -> {
              assertThat(e.getErrorCode()).isEqualTo("ServerBusy");
              assertThat(e.getHttpCode()).isEqualTo(503);
            });
    assertThat(ask(client(), "*").getLogs()).isEmpty();
  }
}
