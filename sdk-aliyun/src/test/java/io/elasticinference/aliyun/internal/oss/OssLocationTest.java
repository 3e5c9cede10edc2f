package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.InvalidSpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OssLocationTest {

  @Test
  void parse_splitsBucketAndFolder() {
    assertThat(OssLocation.parse("oss://models/tensorflow/chnsenticorp"))
        .isEqualTo(new OssLocation("models", "tensorflow/chnsenticorp"))
        .hasToString("oss://models/tensorflow/chnsenticorp");
  }

  @Test
  void parse_takesTheBucketItself_andATrailingSlash() {
    assertThat(OssLocation.parse("oss://models")).isEqualTo(new OssLocation("models", ""));
    assertThat(OssLocation.parse("oss://models/")).isEqualTo(new OssLocation("models", ""));
    assertThat(OssLocation.parse("oss://models/a/")).isEqualTo(new OssLocation("models", "a"));
    assertThat(OssLocation.parse("oss://models").key("1/x")).isEqualTo("1/x");
    assertThat(OssLocation.parse("oss://models/a").key("1/x")).isEqualTo("a/1/x");
  }

  @Test
  void parse_takesNamesAsTheyAre() {
    assertThat(OssLocation.parse("oss://models/模型 a+b%20c").prefix()).isEqualTo("模型 a+b%20c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "models/a",
        "s3://models/a",
        "OSS://models/a",
        "oss:/models/a",
        "oss://",
        "oss:///a",
        "oss://Models/a",
        "oss://mo_dels/a",
        "oss://-models/a",
        "oss://models-/a",
        "oss://mo/a",
        "oss://models/../b",
        "oss://models/a/./b",
        "oss://models//a",
        "oss://models/a//",
        "oss://models/a:b",
        "oss://models/a\\b",
        "oss://models/a\nb",
        "oss://models/a\"b"
      })
  void check_findsOneFault(String location) {
    assertThat(OssLocation.check(location)).hasSize(1);
    assertThatThrownBy(() -> OssLocation.parse(location)).isInstanceOf(InvalidSpecException.class);
  }

  @Test
  void check_countsBytes_whenTheFolderIsLong() {
    assertThat(OssLocation.check("oss://models/" + "a".repeat(700))).isEmpty();
    assertThat(OssLocation.check("oss://models/" + "模".repeat(234))).hasSize(1);
  }

  @Test
  void check_saysThatTheBucketIsMissing() {
    assertThat(OssLocation.check("oss://"))
        .singleElement()
        .hasToString(
            "model.location: oss:// (expected: oss://bucket/folder, and it names no bucket)");
  }
}
