package io.elasticinference.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a local cloud is set up; each setting has a default. Single use. */
public final class LocalCloudOptions {

  Duration hpaSyncPeriod = Duration.ofSeconds(2);
  Duration hpaScaleDownWindow = Duration.ofSeconds(5);
  Duration metricInterval = Duration.ofSeconds(4);
  Duration metricDelay = Duration.ofSeconds(1);
  Duration podStartDelay = Duration.ofMillis(200);
  Duration serviceTime = Duration.ofMillis(5);
  int concurrency = 4;
  int ecsNodes = 1;
  int ecsGpus = 0;
  int eciGpus = 1000;
  String[] users = {};
  boolean adapter = true;
  @Nullable Path auditLog;
  Consumer<String> progress = line -> System.err.println("local cloud: " + line);

  LocalCloudOptions() {}

  /**
   * Sets how often the autoscaler looks.
   *
   * @param period above zero; without it 2 s (a real cluster's is 15 s)
   * @return this
   */
  public LocalCloudOptions hpaSyncPeriod(Duration period) {
    hpaSyncPeriod = period;
    return this;
  }

  /**
   * Sets how long the autoscaler remembers higher wishes before it scales in.
   *
   * @param window zero or more; without it 5 s (a real cluster's is 5 min)
   * @return this
   */
  public LocalCloudOptions hpaScaleDownWindow(Duration window) {
    hpaScaleDownWindow = window;
    return this;
  }

  /**
   * Sets the interval and delay of metrics whose labels set none.
   *
   * @param interval over how long the metric is averaged; without it 4 s (the real adapter's is 15
   *     s)
   * @param delay how far behind now it ends; without it 1 s (the real adapter's is 10 s)
   * @return this
   */
  public LocalCloudOptions metricWindow(Duration interval, Duration delay) {
    metricInterval = interval;
    metricDelay = delay;
    return this;
  }

  /**
   * Sets how long a pod takes from bound to started.
   *
   * @param delay zero or more; without it 200 ms (an elastic container instance takes tens of
   *     seconds)
   * @return this
   */
  public LocalCloudOptions podStartDelay(Duration delay) {
    podStartDelay = delay;
    return this;
  }

  /**
   * Sets what one replica can do, so that load really queues: at most {@code concurrency /
   * serviceTime} predictions a second. An annotation of the pod wins.
   *
   * @param time how long one prediction takes; without it 5 ms
   * @param parallel how many run at a time; without it 4
   * @return this
   */
  public LocalCloudOptions capacity(Duration time, int parallel) {
    serviceTime = time;
    concurrency = parallel;
    return this;
  }

  /**
   * Sets how many ECS nodes there are, of 8 cores and 32 GiB.
   *
   * @param count zero or more; without it 1
   * @param gpusEach the GPUs of each; without it 0, so that GPU pods go to the virtual node
   * @return this
   */
  public LocalCloudOptions ecsNodes(int count, int gpusEach) {
    ecsNodes = count;
    ecsGpus = gpusEach;
    return this;
  }

  /**
   * Sets how many GPUs elastic container instances have together; more than these leave pods
   * unscheduled.
   *
   * @param count zero or more; without it 1000
   * @return this
   */
  public LocalCloudOptions eciGpus(int count) {
    eciGpus = count;
    return this;
  }

  /**
   * Sets who gets a kubeconfig without any right, to try roles with.
   *
   * @param names each {@code NAME} or {@code NAME:GROUP}; without it nobody
   * @return this
   */
  public LocalCloudOptions users(String... names) {
    users = names.clone();
    return this;
  }

  /**
   * Leaves the metrics adapter out, as in a cluster where nobody installed it.
   *
   * @return this
   */
  public LocalCloudOptions withoutMetricsAdapter() {
    adapter = false;
    return this;
  }

  /**
   * Keeps a JSON line of each request that the API server answered.
   *
   * @param file created or added to
   * @return this
   */
  public LocalCloudOptions auditLog(Path file) {
    auditLog = file;
    return this;
  }

  /**
   * Says who hears what takes long: above all the first build of the control plane.
   *
   * @param lines takes a line now and then; without it they go to standard error
   * @return this
   */
  public LocalCloudOptions progress(Consumer<String> lines) {
    progress = lines;
    return this;
  }

  /**
   * Starts the local cloud; returns once everything answers.
   *
   * @return the cloud, to be closed by the caller
   */
  public LocalCloud start() {
    return LocalCloud.start(this);
  }
}
