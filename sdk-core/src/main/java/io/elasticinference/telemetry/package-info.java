/**
 * What a program can hear of the SDK's work as it goes on: {@link
 * io.elasticinference.telemetry.Telemetry} is what is told, and {@link
 * io.elasticinference.telemetry.MicrometerTelemetry} is one that listens. Its library is needed by
 * nothing else here.
 */
@NullMarked
package io.elasticinference.telemetry;

import org.jspecify.annotations.NullMarked;
