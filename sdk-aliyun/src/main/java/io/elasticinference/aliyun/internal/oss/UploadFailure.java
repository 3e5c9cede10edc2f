package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import io.elasticinference.aliyun.internal.credentials.NoCredentialsException;
import io.elasticinference.aliyun.internal.oss.MultipartCleanup.Left;
import io.elasticinference.aliyun.internal.oss.UploadCheckpoint.Part;

/**
 * Tells what is there after an upload that failed, and what a rerun does.
 *
 * @param folder where the version was to go, with the bucket before it
 * @param left what the upload left
 */
record UploadFailure(String folder, Left left) {

  private static final double MIB = 1024.0 * 1024.0;

  /** Whether running the same again, now or with new credentials, may end well. */
  static boolean mendable(RuntimeException failure) {
    if (failure instanceof ModelUploadException told) {
      return told.retryable();
    }
    return failure instanceof NoCredentialsException
        || OssRetry.passes(failure)
        || OssErrors.expired(failure);
  }

  /** What was tried, and how far it came. */
  String state(int doneFiles, int files) {
    StringBuilder state = new StringBuilder("Upload to oss://").append(folder).append(" (");
    state.append(doneFiles).append(" of ").append(files).append(" files are there and stay, ");
    for (MultipartFile file : left.kept()) {
      state
          .append(file.journal().parts().size())
          .append(" of ")
          .append(file.parts())
          .append(" parts of ")
          .append(file.file().name())
          .append(" are kept, ");
    }
    state.append("the version is not complete");
    if (!left.open().isEmpty()) {
      state.append(", multipart uploads left open: ").append(String.join(", ", left.open()));
    }
    return state.append(")").toString();
  }

  /** Adds to a failure's hint what a rerun does with what was kept. */
  ModelUploadException of(ModelUploadException failure) {
    if (left.kept().isEmpty()) {
      return failure;
    }
    long kept =
        left.kept().stream()
            .flatMap(file -> file.journal().parts().stream())
            .mapToLong(Part::size)
            .sum();
    String message = String.valueOf(failure.getMessage());
    String observed = message.substring(0, message.length() - failure.hint().length()).strip();
    return new ModelUploadException(
        observed,
        failure.hint()
            + String.format(
                java.util.Locale.ROOT,
                " Run it again: %.1f MiB of unfinished files are kept, and only the rest is sent;"
                    + " or discard them by models().discardUnfinished(..).",
                kept / MIB),
        failure.retryable(),
        failure.getCause());
  }
}
