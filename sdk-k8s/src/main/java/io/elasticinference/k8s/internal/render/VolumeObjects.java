package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The model's volume: a static one, made for one claim and bound to no other. A claim that names no
 * volume, as the ACK tutorial's, may bind to somebody else's; so claim and volume name each other,
 * and no storage class makes a third.
 */
final class VolumeObjects {

  private static final List<String> ACCESS_MODES = List.of("ReadWriteMany");

  private VolumeObjects() {}

  /** What the driver needs to know and nobody may see. */
  static Manifest secret(ResolvedService service) {
    ServiceNames names = service.names();
    Map<String, Object> data = new TreeMap<>();
    service
        .volume()
        .secretData()
        .forEach(
            (key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.reveal().getBytes(UTF_8))));
    return new Body(Resource.SECRET, names.namespace(), names.volumeSecret(), Labels.shared(names))
        .put("type", "Opaque")
        .put("data", data)
        .manifest();
  }

  static Manifest volume(ResolvedService service) {
    ServiceNames names = service.names();
    ModelVolume volume = service.volume();
    Map<String, Object> labels = Labels.shared(names);
    labels.put(Labels.NAMESPACE, names.namespace());
    // The driver wants the handle to be the volume's own name.
    Map<String, Object> csi = map("driver", volume.driver(), "volumeHandle", names.modelVolume());
    if (!volume.secretData().isEmpty()) {
      csi.put(
          "nodePublishSecretRef",
          map("name", names.volumeSecret(), "namespace", names.namespace()));
    }
    csi.put("volumeAttributes", new TreeMap<>(volume.attributes()));
    return new Body(Resource.PERSISTENT_VOLUME, null, names.modelVolume(), labels)
        .put(
            "spec",
            map(
                "capacity",
                map("storage", volume.capacity()),
                "accessModes",
                ACCESS_MODES,
                "persistentVolumeReclaimPolicy",
                "Retain",
                "storageClassName",
                "",
                "claimRef",
                map(
                    "apiVersion",
                    "v1",
                    "kind",
                    "PersistentVolumeClaim",
                    "namespace",
                    names.namespace(),
                    "name",
                    names.modelClaim()),
                "csi",
                csi))
        .manifest();
  }

  static Manifest claim(ResolvedService service) {
    ServiceNames names = service.names();
    return new Body(
            Resource.PERSISTENT_VOLUME_CLAIM,
            names.namespace(),
            names.modelClaim(),
            Labels.shared(names))
        .put(
            "spec",
            map(
                "accessModes",
                ACCESS_MODES,
                "resources",
                map("requests", map("storage", service.volume().capacity())),
                "storageClassName",
                "",
                "volumeName",
                names.modelVolume()))
        .manifest();
  }
}
