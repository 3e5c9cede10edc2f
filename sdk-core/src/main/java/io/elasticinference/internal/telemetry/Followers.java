package io.elasticinference.internal.telemetry;

import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells several. What one of them throws is logged and disturbs neither the work nor the others.
 */
public final class Followers implements Telemetry {

  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

  private final List<Telemetry> all;

  private Followers(List<Telemetry> all) {
    this.all = all;
  }

  /**
   * Tells all of them.
   *
   * @param all who is told
   * @return {@link Telemetry#none} where there is nobody to tell
   */
  public static Telemetry of(List<Telemetry> all) {
    List<Telemetry> heard = all.stream().filter(one -> one != Telemetry.none()).toList();
    return heard.isEmpty() ? Telemetry.none() : new Followers(heard);
  }

  @Override
  public Ongoing began(Work work) {
    List<Ongoing> ongoing = each(all, one -> one.began(work));
    // What was opened last on this thread is closed first.
    Collections.reverse(ongoing);
    return new Ongoing() {
      @Override
      public void answered(int status) {
        tell(ongoing, one -> one.answered(status));
      }

      @Override
      public void ended(@Nullable Throwable failure) {
        tell(ongoing, one -> one.ended(failure));
      }
    };
  }

  @Override
  public void told(Signal signal) {
    tell(all, one -> one.told(signal));
  }

  @Override
  public Carried carry() {
    List<Carried> carried = each(all, Telemetry::carry);
    return () -> {
      List<Scope> scopes = each(carried, Carried::resume);
      Collections.reverse(scopes);
      return () -> tell(scopes, Scope::close);
    };
  }

  private static <T, R> List<R> each(List<T> ones, Function<T, R> asked) {
    List<R> answers = new ArrayList<>(ones.size());
    tell(ones, one -> answers.add(asked.apply(one)));
    return answers;
  }

  private static <T> void tell(List<T> ones, Consumer<T> news) {
    for (T one : ones) {
      try {
        news.accept(one);
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("Telemetry {} failed; the work goes on", one.getClass().getName(), e);
      }
    }
  }
}
