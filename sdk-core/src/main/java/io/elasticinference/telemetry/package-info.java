/**
 * What a program can hear of the SDK's work as it goes on: {@link
 * io.elasticinference.telemetry.Telemetry} is what is told, and {@link
 * io.elasticinference.telemetry.MicrometerTelemetry} and {@link
 * io.elasticinference.telemetry.OpenTelemetryTelemetry} are two that listen. Their libraries are
 * needed by nothing else here.
 */
@NullMarked
package io.elasticinference.telemetry;

import org.jspecify.annotations.NullMarked;
