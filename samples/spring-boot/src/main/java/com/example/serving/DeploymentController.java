package com.example.serving;

import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadTotals;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Deployments as resources: a POST begins one, and its Location tells how it is going. */
@RestController
@RequestMapping("/deployments")
class DeploymentController {

  private final Deployments deployments;

  DeploymentController(Deployments deployments) {
    this.deployments = deployments;
  }

  @PostMapping
  ResponseEntity<Deployment> deploy(@Valid @RequestBody DeploymentRequest request) {
    Deployment begun = deployments.start(request);
    return ResponseEntity.accepted()
        .location(
            ServletUriComponentsBuilder.fromCurrentRequest()
                .pathSegment(begun.name())
                .build()
                .toUri())
        .body(begun);
  }

  @GetMapping("/{name}")
  Deployment find(@PathVariable String name) {
    return deployments.find(name);
  }

  /** Sends load through the service's ingress, and answers when that is over. */
  @PostMapping("/{name}/load")
  LoadTotals load(
      @PathVariable String name,
      @RequestParam @Positive @Max(1000) double rate,
      @RequestParam @Positive @Max(60) long seconds) {
    LoadReport report =
        deployments
            .get(name)
            .stressTest(LoadProfile.constant(rate).during(Duration.ofSeconds(seconds)));
    return report.totals();
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String name) {
    deployments.delete(name);
  }
}
