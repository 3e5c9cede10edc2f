package io.elasticinference.testkit.modelserver;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A model as it lies on disk, read from {@code saved_model.pb}, and ready to be evaluated. */
final class SavedModel {
  private static final String FILE = "saved_model.pb";
  private static final String TAG = "serve";

  private final Graph graph;
  private final Map<String, Signature> signatures;

  private SavedModel(Graph graph, Map<String, Signature> signatures) {
    this.graph = graph;
    this.signatures = signatures;
  }

  /**
   * Reads the folder of one version.
   *
   * @param folder where the files lie
   * @param shownAs the folder's name in messages
   * @throws ServingException with TensorFlow's words when the files are missing, broken or not to
   *     be evaluated
   */
  static SavedModel load(Path folder, String shownAs) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw ServingException.notFound(
          "Could not find SavedModel .pb or .pbtxt at supplied export directory path: " + shownAs);
    }
    try {
      ProtoMessage saved = ProtoMessage.parse(ByteString.copyFrom(Files.readAllBytes(file)));
      for (ProtoMessage metaGraph : saved.messages(2)) {
        if (metaGraph.message(1).texts(4).contains(TAG)) {
          return read(metaGraph);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ServingException(
          ServingException.Code.INTERNAL,
          "Can't parse " + shownAs + "/" + FILE + " as binary proto");
    }
    throw ServingException.notFound(
        "Could not find meta graph def matching supplied tags: { "
            + TAG
            + " }. To inspect available tag-sets in the SavedModel, please use the SavedModel CLI: `saved_model_cli`");
  }

  private static SavedModel read(ProtoMessage metaGraph) {
    Map<String, Signature> signatures = new TreeMap<>();
    metaGraph.entries(
        5,
        (name, proto) -> {
          // An empty signature marks the initialisation operation, and is none.
          if (proto.has(2)) {
            signatures.put(name, Signature.read(proto));
          }
        });
    Set<Set<String>> outputs = new HashSet<>();
    signatures.values().forEach(signature -> outputs.add(tensors(signature)));
    return new SavedModel(
        new Graph(metaGraph.message(2), outputs), Collections.unmodifiableMap(signatures));
  }

  Map<String, Signature> signatures() {
    return signatures;
  }

  /** Returns a signature; throws {@link ServingException} when there is none of that name. */
  Signature signature(String name) {
    Signature signature = signatures.get(name);
    if (signature == null) {
      throw ServingException.invalid(
          "Serving signature name: \"" + name + "\" not found in signature def");
    }
    return signature;
  }

  /** Evaluates the graph: inputs and outputs by the signature's own names. */
  Map<String, Tensor> predict(Signature signature, Map<String, Tensor> inputs) {
    Map<String, Tensor> feeds = new HashMap<>();
    signature
        .inputs()
        .forEach(
            (name, info) -> {
              Tensor tensor = inputs.get(name);
              if (tensor == null) {
                throw ServingException.invalid(
                    "Missing named input: " + name + " in 'inputs' object.");
              }
              feeds.put(info.tensor(), tensor);
            });
    Map<String, Tensor> computed = graph.run(feeds, tensors(signature));
    Map<String, Tensor> outputs = new TreeMap<>();
    signature
        .outputs()
        .forEach(
            (name, info) -> {
              Tensor tensor = computed.get(info.tensor());
              if (tensor != null) {
                outputs.put(name, tensor);
              }
            });
    return outputs;
  }

  private static Set<String> tensors(Signature signature) {
    Set<String> tensors = new HashSet<>();
    signature.outputs().values().forEach(info -> tensors.add(info.tensor()));
    return tensors;
  }
}
