package io.elasticinference.testkit.modelserver;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a model server is started with.
 *
 * @param arguments the command line of {@code tensorflow_model_server}, with or without the program
 *     itself
 * @param files tells where a path of the container lies on this machine; the result need not exist
 * @param log takes each line that the server prints
 * @param capacity how much it can do
 */
public record ModelServerCommand(
    List<String> arguments, Function<String, Path> files, Consumer<String> log, Capacity capacity) {
  /** Keeps a copy of the arguments. */
  public ModelServerCommand {
    arguments = List.copyOf(arguments);
  }
}
