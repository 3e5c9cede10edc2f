package io.elasticinference.testkit.oss.internal.store;

/** A whole blob as a piece of an object's content: its id and its size in bytes. */
public record Segment(String blob, long size) {}
