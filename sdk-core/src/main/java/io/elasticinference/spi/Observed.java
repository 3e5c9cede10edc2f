package io.elasticinference.spi;

import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Telemetry.Scope;
import io.elasticinference.telemetry.Work;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Whom this thread works for, and who hears of it. The core opens it around each call of the
 * client's methods; a port tells of its requests on what is {@link #current}, and takes it along to
 * its own threads by {@link #carry}. While it is open, each line that is logged has the keys
 * {@value #SERVICE} and {@value #NAMESPACE} in slf4j's MDC.
 */
public final class Observed {

  /** The key of the service's name in the log's MDC. */
  public static final String SERVICE = "service";

  /** The key of the Kubernetes namespace in the log's MDC. */
  public static final String NAMESPACE = "namespace";

  private static final Observed NOBODY = new Observed(Telemetry.none(), Subject.NONE);
  private static final ThreadLocal<@Nullable Observed> CURRENT = new ThreadLocal<>();

  private final Telemetry telemetry;
  private final Subject subject;

  private Observed(Telemetry telemetry, Subject subject) {
    this.telemetry = telemetry;
    this.subject = subject;
  }

  /**
   * Work for somebody.
   *
   * @param telemetry who hears of it
   * @param subject whom it is for
   * @return not open yet
   */
  public static Observed of(Telemetry telemetry, Subject subject) {
    return new Observed(telemetry, subject);
  }

  /**
   * What is open on this thread.
   *
   * @return the innermost; where none is, one that is for nobody and heard by nobody
   */
  public static Observed current() {
    Observed current = CURRENT.get();
    return current == null ? NOBODY : current;
  }

  /**
   * Whether anybody hears. Who would have to make something only to tell it, asks before.
   *
   * @return false where no telemetry was set
   */
  public boolean heard() {
    return telemetry != Telemetry.none();
  }

  /**
   * Whom the work is for.
   *
   * @return the namespace and service, as far as they are known
   */
  public Subject subject() {
    return subject;
  }

  /**
   * Tells that a piece of work begins.
   *
   * @param work what begins
   * @return to be ended on this thread
   */
  public Telemetry.Ongoing began(Work work) {
    return telemetry.began(work);
  }

  /**
   * Tells of a number or a change.
   *
   * @param signal what happened
   */
  public void told(Signal signal) {
    telemetry.told(signal);
  }

  /**
   * Does a piece of work between its beginning and its end.
   *
   * @param piece what begins
   * @param work does it
   * @param <T> what it gives
   * @return what it gave
   */
  public <T> T follow(Work piece, Supplier<T> work) {
    Telemetry.Ongoing ongoing = telemetry.began(piece);
    try {
      T result = work.get();
      ongoing.ended(null);
      return result;
    } catch (RuntimeException | Error e) {
      ongoing.ended(e);
      throw e;
    }
  }

  /**
   * Opens this on the current thread.
   *
   * @return closes it, on the same thread, and restores what was open before
   */
  public Scope open() {
    Observed outer = CURRENT.get();
    String outerNamespace = put(NAMESPACE, subject.namespaceGiven());
    String outerService = put(SERVICE, subject.serviceGiven());
    CURRENT.set(this);
    return () -> {
      restore(SERVICE, subject.serviceGiven(), outerService);
      restore(NAMESPACE, subject.namespaceGiven(), outerNamespace);
      setCurrent(outer);
    };
  }

  private static @Nullable String put(String key, @Nullable String value) {
    if (value == null) {
      return null;
    }
    String outer = MDC.get(key);
    MDC.put(key, value);
    return outer;
  }

  private static void restore(String key, @Nullable String value, @Nullable String outer) {
    if (value == null) {
      return;
    }
    if (outer == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, outer);
    }
  }

  private static void setCurrent(@Nullable Observed observed) {
    if (observed == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(observed);
    }
  }

  /**
   * Takes along what is open on this thread: this, the telemetry's own context, and the log's whole
   * MDC, so that what the caller put there is in the lines of its worker threads too.
   *
   * @return for other threads
   */
  public static Carried carry() {
    Observed current = CURRENT.get();
    return new Carried(
        current,
        current == null ? Telemetry.none().carry() : current.telemetry.carry(),
        MDC.getCopyOfContextMap());
  }

  /** What was open on one thread, for others to go on with. */
  public static final class Carried {

    private final @Nullable Observed observed;
    private final Telemetry.Carried context;
    private final @Nullable Map<String, String> logged;

    private Carried(
        @Nullable Observed observed,
        Telemetry.Carried context,
        @Nullable Map<String, String> logged) {
      this.observed = observed;
      this.context = context;
      this.logged = logged;
    }

    /**
     * Forgets what the work was a part of, and keeps whom it is for: what outlives the call that
     * began it is no part of it.
     *
     * @return a copy
     */
    public Carried detached() {
      return new Carried(observed, Telemetry.none().carry(), logged);
    }

    /**
     * Forgets all but who hears: for a thread that works for several callers, of whom this one only
     * was the first.
     *
     * @param subject whom that thread works for
     * @return a copy, whose lines in the log have the subject's names alone
     */
    public Carried shared(Subject subject) {
      Telemetry telemetry = observed == null ? Telemetry.none() : observed.telemetry;
      Map<String, String> names = new HashMap<>();
      subject.namespace().ifPresent(namespace -> names.put(NAMESPACE, namespace));
      subject.service().ifPresent(service -> names.put(SERVICE, service));
      return new Carried(Observed.of(telemetry, subject), Telemetry.none().carry(), names);
    }

    /**
     * Lets this thread go on with it.
     *
     * @return ends that, on the same thread, and restores what was open before
     */
    public Scope resume() {
      Observed outer = CURRENT.get();
      Map<String, String> outerLogged = MDC.getCopyOfContextMap();
      setLogged(logged);
      setCurrent(observed);
      Scope inner = context.resume();
      return () -> {
        inner.close();
        setCurrent(outer);
        setLogged(outerLogged);
      };
    }

    private static void setLogged(@Nullable Map<String, String> map) {
      if (map == null || map.isEmpty()) {
        MDC.clear();
      } else {
        MDC.setContextMap(map);
      }
    }

    /**
     * Wraps work for another thread.
     *
     * @param work what it does
     * @return the same, with this resumed around it
     */
    public Runnable wrap(Runnable work) {
      return () -> {
        Scope scope = resume();
        try {
          work.run();
        } finally {
          scope.close();
        }
      };
    }

    /**
     * Wraps work for another thread.
     *
     * @param work what it does
     * @param <T> what it gives
     * @return the same, with this resumed around it
     */
    public <T> Supplier<T> supplying(Supplier<T> work) {
      return () -> {
        Scope scope = resume();
        try {
          return work.get();
        } finally {
          scope.close();
        }
      };
    }
  }
}
