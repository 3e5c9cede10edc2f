package io.elasticinference.testkit.node;

import io.elasticinference.testkit.modelserver.Capacity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How nodes and kubelets are played.
 *
 * @param podStartDelay how long a bound pod takes until its volumes are mounted: the making of the
 *     instance, the image's pull
 * @param ecsNodes how many ECS nodes there are
 * @param ecsCpus the cores of each
 * @param ecsMemory the memory of each, such as {@code 32Gi}
 * @param ecsGpus the GPUs of each
 * @param eciGpus the GPUs of the virtual node, which are all that Elastic Container Instance has
 * @param capacity what a model server can do whose pod says nothing else
 * @param restartBackoff how long the second restart of a container waits; 10 s in Kubernetes
 * @param lameDuck how long a deleted pod goes on to serve, while the word spreads that it is going
 * @param folder where volumes are laid out
 * @param ossEndpoint tells the endpoint that stands for an OSS volume's {@code url} on this machine
 */
public record NodeSettings(
    Duration podStartDelay,
    int ecsNodes,
    int ecsCpus,
    String ecsMemory,
    int ecsGpus,
    int eciGpus,
    Capacity capacity,
    Duration restartBackoff,
    Duration lameDuck,
    Path folder,
    UnaryOperator<String> ossEndpoint) {}
