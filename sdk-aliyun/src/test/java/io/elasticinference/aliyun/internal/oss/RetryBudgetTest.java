package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  @Test
  void take_ends_howeverManyRequestsFail() {
    RetryBudget budget = new RetryBudget(3);

    int taken = 0;
    for (int failure = 0; failure < 10_000; failure++) {
      taken += budget.take() ? 1 : 0;
    }

    assertThat(taken).isEqualTo(3);
  }

  @Test
  void take_goesOnForEver_whenFewFail() {
    RetryBudget budget = new RetryBudget(3);

    for (int request = 0; request < 10_000; request++) {
      if (request % 6 == 0) {
        assertThat(budget.take()).isTrue();
      } else {
        budget.give();
      }
    }
  }

  @Test
  void give_fillsUp_andNoMore() {
    RetryBudget budget = new RetryBudget(1);
    for (int success = 0; success < 1000; success++) {
      budget.give();
    }

    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isFalse();
  }
}
