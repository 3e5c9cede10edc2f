package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalModelTest {

  @TempDir Path folder;

  private final Model bert = Model.tensorflow("bert");

  private Path savedModel(String path) throws IOException {
    Path directory = Files.createDirectories(folder.resolve(path));
    Files.writeString(directory.resolve("saved_model.pb"), "x");
    return directory;
  }

  private void assertWrong(LocalModel.Found found, String expected) {
    assertThat(found.model()).isEmpty();
    assertThat(found.violations()).singleElement().asString().contains("model.upload", expected);
  }

  @Test
  void look_takesTheVersionFolder_whenItIsGiven() throws IOException {
    savedModel("1");
    Path second = savedModel("2");
    savedModel("3");

    assertThat(LocalModel.look(bert.version(2), folder).model())
        .contains(new LocalModel(second, 2));
  }

  @Test
  void look_takesTheFolderItself_whenItIsOneVersion() throws IOException {
    Path directory = savedModel("saved_model");

    assertThat(LocalModel.look(bert.version(7), directory).model())
        .contains(new LocalModel(directory, 7));
  }

  @Test
  void look_takesTheNumberFromTheFoldersName_whenNoneIsGiven() throws IOException {
    Path directory = savedModel("1623831335");

    assertThat(LocalModel.look(bert, directory).model())
        .contains(new LocalModel(directory, 1623831335));
  }

  @Test
  void look_asksForAVersion_whenTheFoldersNameIsNone() throws IOException {
    assertWrong(LocalModel.look(bert, savedModel("saved_model")), "version(…)");
  }

  @Test
  void look_fails_whenTheFolderIsMissing() {
    assertWrong(LocalModel.look(bert, folder.resolve("none")), "a folder that exists");
  }

  @Test
  void look_fails_whenTheFolderIsEmpty() {
    assertWrong(LocalModel.look(bert, folder), "saved_model.pb in it, or in a folder named");
  }

  @Test
  void look_fails_whenTheVersionFolderIsMissing() throws IOException {
    savedModel("1");

    assertWrong(LocalModel.look(bert.version(2), folder), "a version folder 2");
  }

  @Test
  void look_fails_whenTheVersionFolderHoldsNoModel() throws IOException {
    Files.createDirectories(folder.resolve("1"));

    assertWrong(LocalModel.look(bert.version(1), folder), "saved_model.pb in it");
  }
}
