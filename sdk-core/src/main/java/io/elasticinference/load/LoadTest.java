package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.EngineFault;
import io.elasticinference.internal.load.LoadEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends load to any HTTP server and reports what came of it.
 *
 * <pre>{@code
 * LoadReport report = LoadTest.run(
 *     LoadTarget.of(URI.create("http://127.0.0.1:8501/v1/models/half:predict")),
 *     LoadProfile.constant(100).during(Duration.ofSeconds(30))
 *         .request(LoadRequest.post("{\"instances\": [1, 2]}").expectJson("predictions")),
 *     LoadListener.none());
 * }</pre>
 *
 * @see io.elasticinference.InferenceService#stressTest(LoadProfile)
 */
public final class LoadTest {
  private LoadTest() {}

  /**
   * Sends a profile and waits for the end. When the calling thread is interrupted, the run is
   * stopped, the report tells of what happened so far, and the thread's interrupt flag is set
   * again.
   *
   * @param target where to
   * @param profile what
   * @param listener hears of every second
   * @return the report; of whatever happens to the requests, it tells, and nothing is thrown
   * @throws IllegalArgumentException when the profile asks for more than its limits allow
   */
  public static LoadReport run(LoadTarget target, LoadProfile profile, LoadListener listener) {
    return await(start(target, profile, listener));
  }

  /** Waits for the report; an interrupt stops the run and is set again. */
  static LoadReport await(LoadRun run) {
    CompletableFuture<LoadReport> report = run.report();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return report.get();
        } catch (InterruptedException e) {
          interrupted = true;
          run.stop();
        } catch (ExecutionException e) {
          throw EngineFault.of(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Begins to send a profile and answers at once.
   *
   * @param target where to
   * @param profile what
   * @param listener hears of every second
   * @return the run, with the report to come
   * @throws IllegalArgumentException when the profile asks for more than its limits allow
   */
  public static LoadRun start(LoadTarget target, LoadProfile profile, LoadListener listener) {
    return start(engine(target, profile, listener, null));
  }

  /**
   * Begins to send a profile over HTTPS to a server whose certificate the JVM does not trust by
   * itself, and answers at once. That the certificate is of the target's host is checked all the
   * same.
   *
   * @param target where to
   * @param profile what
   * @param listener hears of every second
   * @param trust says whose certificates to trust, and who the client is, if that matters
   * @return the run, with the report to come
   * @throws IllegalArgumentException when the profile asks for more than its limits allow, or the
   *     target is not HTTPS
   */
  public static LoadRun start(
      LoadTarget target, LoadProfile profile, LoadListener listener, SSLContext trust) {
    Check.argument(target.tls(), "target", target, "https, to be trusted in a way of its own");
    return start(engine(target, profile, listener, trust));
  }

  private static LoadEngine engine(
      LoadTarget target, LoadProfile profile, LoadListener listener, @Nullable SSLContext trust) {
    return new LoadEngine(target, profile, (sample, latency) -> listener.sampled(sample), trust);
  }

  private static LoadRun start(LoadEngine engine) {
    LoadRun run = new LoadRun(engine.result(), engine::stop);
    engine.start();
    return run;
  }
}
