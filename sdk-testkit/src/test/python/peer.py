"""What the peers share: the server's address from the environment, keys and content to try, and checks that count."""
import hashlib
import os
import random
import sys
import traceback

import requests

ENDPOINT = os.environ["OSS_ENDPOINT"]
ACCESS_KEY_ID = os.environ["OSS_ACCESS_KEY_ID"]
ACCESS_KEY_SECRET = os.environ["OSS_ACCESS_KEY_SECRET"]
SECURITY_TOKEN = os.environ.get("OSS_SECURITY_TOKEN", "")
REGION = os.environ["OSS_REGION"]
SIGNATURE = os.environ["OSS_SIGNATURE"]
WORK = os.environ["WORK"]
# Buckets are in the path, unless there is a proxy to reach them by host names.
PROXY = os.environ.get("OSS_PROXY", "")
http = requests.Session()
http.trust_env = False
http.proxies = {"http": PROXY} if PROXY else {}

KEYS = [
    "plain",
    "with space/and+plus",
    "per%cent %2F",
    "模型/变量.data",
    "tail/",
    "a;b=c?d&e#f",
    "quote'\"<>&",
    "emoji-\U0001f600",
    "control-\x07",
]

PART = 100 * 1024

_checks = 0


def check(condition, what):
    """Counts a check, and ends the peer when it does not hold."""
    global _checks
    _checks += 1
    if not condition:
        raise AssertionError(what)


def equal(found, expected, what):
    check(found == expected, f"{what}: {found!r} (expected: {expected!r})")


def content(size, seed=7):
    return random.Random(seed).randbytes(size)


def sample_file(name, size):
    path = os.path.join(WORK, name)
    with open(path, "wb") as file:
        file.write(content(size))
    return path


def md5_hex(data):
    return hashlib.md5(data).hexdigest().upper()


class Interrupted(Exception):
    """Stands for the end of a process in the middle of an upload."""


class FailingAfter:
    """Wraps a method so that it counts its calls, and fails after so many."""

    def __init__(self, method, calls):
        self.method = method
        self.left = calls
        self.calls = 0

    def __call__(self, *args, **kwargs):
        if self.left == 0:
            raise Interrupted()
        self.left -= 1
        self.calls += 1
        return self.method(*args, **kwargs)


def run(*steps):
    """Runs steps that build on each other, says of each whether it found a difference, and ends."""
    failures = 0
    for step in steps:
        try:
            step()
            print(f"step {step.__name__}: ok")
        except Exception:
            failures += 1
            print(f"step {step.__name__}: FAILED {traceback.format_exc(limit=-3)}")
    print(f"{_checks} checks")
    sys.exit(1 if failures else 0)
