package io.elasticinference.aliyun.internal.credentials;

import org.jspecify.annotations.Nullable;

/** A place that holds what the test says, and counts who looked. */
class FakePlace implements CredentialPlace {

  final String name;
  final boolean temporaryOnly;
  boolean configured;
  @Nullable Credentials holds;
  int looks;
  @Nullable Credentials afterForgetting;

  FakePlace(String name, boolean temporaryOnly, @Nullable Credentials holds) {
    this.name = name;
    this.temporaryOnly = temporaryOnly;
    this.holds = holds;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean temporaryOnly() {
    return temporaryOnly;
  }

  @Override
  public boolean configured() {
    return configured;
  }

  @Override
  public Credentials look() throws NothingThere {
    looks++;
    Credentials found = holds;
    if (found == null) {
      throw new NothingThere("nothing");
    }
    return found;
  }

  @Override
  public void forget() {
    if (afterForgetting != null) {
      holds = afterForgetting;
    }
  }
}
