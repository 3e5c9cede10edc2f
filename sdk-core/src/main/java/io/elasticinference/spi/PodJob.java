package io.elasticinference.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same Java program in many pods at once, each of which knows its number: on Kubernetes an
 * Indexed Job. A pod is never started twice, whatever becomes of it.
 *
 * <p>The program finds its number in the variable {@value #INDEX}, its input in the files {@code
 * part} of the folders {@code 0}, {@code 1}, … below {@value #INPUT}, and the moment at which the
 * job was made, by the cluster's clock, in {@code 0/created}. What {@link Running#signal} says
 * appears in the file {@value #SIGNAL}, where the cluster can do that.
 *
 * @param namespace where the pods run
 * @param name the job's name, which nothing else has
 * @param service the service that it is for
 * @param pods how many
 * @param settings what they look like
 * @param command what each pod runs
 * @param program files below {@value #PROGRAM}, less than 1 MiB together
 * @param input what the program reads; may be secret, so it is in no text
 * @param deadline how long the pods may run before the cluster ends them
 * @param lease how long they may run before the cluster ends them when nobody looks after them any
 *     more, since the program that started them has died or lost its way to the cluster
 */
public record PodJob(
    String namespace,
    String name,
    String service,
    int pods,
    PodSettings settings,
    List<String> command,
    Map<String, byte[]> program,
    List<byte[]> input,
    Duration deadline,
    Duration lease) {

  /** The variable that holds a pod's number, from 0 (Kubernetes, Indexed Jobs). */
  public static final String INDEX = "JOB_COMPLETION_INDEX";

  /** The folder with the program's files. */
  public static final String PROGRAM = "/elastic-inference/program";

  /** The folder with the parts of the input. */
  public static final String INPUT = "/elastic-inference/input";

  /** The file in which a signal appears. */
  public static final String SIGNAL = "/elastic-inference/signal/text";

  /** What one part of the input may have at most: a Secret holds 1 MiB. */
  public static final int PART_BYTES = 900_000;

  public PodJob {
    command = List.copyOf(command);
    program = Map.copyOf(program);
    input = List.copyOf(input);
  }

  /** Shows which job it is, never its input. */
  @Override
  public String toString() {
    return "PodJob[" + namespace + "/" + name + ", " + pods + " pods of " + settings.image() + "]";
  }

  /**
   * Hears of the pods, on threads of the cluster's; may be called by many at once. It must not
   * throw.
   */
  public interface Listener {
    /**
     * A pod has written a line. After a connection was cut, lines may come again, from the first.
     *
     * @param pod its number
     * @param name its name
     * @param line what it wrote
     */
    void line(int pod, String name, String line);

    /**
     * A pod does not run yet.
     *
     * @param pod its number
     * @param name its name
     * @param why what it waits for, for example {@code ImagePullBackOff: …}
     */
    void waiting(int pod, String name, String why);

    /**
     * A pod has ended, and all its lines have been told.
     *
     * @param pod its number
     * @param name its name
     * @param problem how it failed, for example {@code exit code 137}; empty when it did not
     */
    void ended(int pod, String name, Optional<String> problem);
  }

  /** A job that runs. */
  public interface Running extends AutoCloseable {
    /**
     * Tells all pods a text. Where the cluster does not deliver it, or the right for it is missing,
     * nothing happens; a failure is logged.
     *
     * @param text one line
     */
    void signal(String text);

    /** Asks all pods to end; what they still write is told. May be called more than once. */
    void stop();

    /** Ends everything and deletes what was made. May be called more than once. */
    @Override
    void close();
  }
}
