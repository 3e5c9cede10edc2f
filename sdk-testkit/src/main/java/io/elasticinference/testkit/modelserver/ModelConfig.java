package io.elasticinference.testkit.modelserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One model to serve: the message {@code tensorflow.serving.ModelConfig}, from the file of {@code
 * --model_config_file} or from {@code --model_name} and {@code --model_base_path}.
 */
record ModelConfig(String name, String basePath, VersionPolicy policy) {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "base_path",
          "model_type",
          "model_platform",
          "model_version_policy",
          "version_labels",
          "logging_config");

  /**
   * Returns the models that the flags ask for.
   *
   * @param files where a path of the container lies
   * @throws ServingException when there are none, or the file is missing or no such message
   */
  static List<ModelConfig> of(Flags flags, Function<String, Path> files) {
    String file = flags.text("model_config_file", "");
    String basePath = flags.text("model_base_path", "");
    if (file.isEmpty() && basePath.isEmpty()) {
      throw ServingException.invalid(
          "Both server_options.model_base_path and server_options.model_config_file are empty!");
    }
    if (file.isEmpty()) {
      return List.of(
          new ModelConfig(
              flags.text("model_name", "default"), basePath, new VersionPolicy.Latest(1)));
    }
    String text;
    try {
      text = Files.readString(files.apply(file));
    } catch (IOException e) {
      throw ServingException.notFound(file + "; No such file or directory");
    }
    try {
      return read(TextProto.parse(text));
    } catch (TextProto.ParseException e) {
      throw ServingException.invalid("Invalid protobuf file: '" + file + "': " + e.getMessage());
    }
  }

  private static List<ModelConfig> read(TextProto.Message file) throws TextProto.ParseException {
    List<ModelConfig> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String field : file.names()) {
      if (!field.equals("model_config_list")) {
        throw new TextProto.ParseException(
            "ModelServerConfig has no field named \"" + field + "\"");
      }
    }
    for (TextProto.Message list : file.messages("model_config_list")) {
      for (TextProto.Message config : list.messages("config")) {
        ModelConfig model = model(config);
        if (!names.add(model.name())) {
          throw ServingException.invalid(
              "Illegal to list model " + model.name() + " multiple times in config list");
        }
        if (!model.basePath().startsWith("/")) {
          throw ServingException.invalid(
              "Expected model "
                  + model.name()
                  + " to have an absolute path or URI; got base_path()="
                  + model.basePath());
        }
        models.add(model);
      }
    }
    return models;
  }

  private static ModelConfig model(TextProto.Message config) throws TextProto.ParseException {
    for (String field : config.names()) {
      if (!FIELDS.contains(field)) {
        throw new TextProto.ParseException("ModelConfig has no field named \"" + field + "\"");
      }
    }
    VersionPolicy policy = new VersionPolicy.Latest(1);
    for (TextProto.Message message : config.messages("model_version_policy")) {
      policy = VersionPolicy.read(message);
    }
    return new ModelConfig(config.text("name", ""), config.text("base_path", ""), policy);
  }
}
