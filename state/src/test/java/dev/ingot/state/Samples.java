package dev.ingot.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.lang.value.Bytes;
import java.util.Optional;

/** Small pieces of state for tests. */
public final class Samples {
  /** The provider all samples belong to. */
  public static final ProviderConfigAddress PROVIDER =
      ProviderConfigAddress.of(ProviderAddress.TERRAFORM);

  private Samples() {}

  /** {@code terraform_data.NAME[index]}. */
  public static InstanceAddress address(String name, long index) {
    return ResourceAddress.managed("terraform_data", name).instance(InstanceKey.of(index));
  }

  /** An object with an id. */
  public static ObjectState object(String id) {
    return ObjectState.builder(new RawJson("{\"id\":\"" + id + "\",\"input\":null}")).build();
  }

  /** Stores an object with an id. */
  public static Change put(InstanceAddress address, String id) {
    return Change.put(address, PROVIDER, object(id));
  }

  /** The creation of an object with an id. */
  public static Intent creation(InstanceAddress address, String id) {
    return new Intent(
        address,
        Optional.empty(),
        Action.CREATE,
        PROVIDER,
        0,
        new RawJson("{\"id\":\"" + id + "\",\"input\":null}"),
        Bytes.EMPTY);
  }

  /** The id of a stored object. */
  public static String id(ObjectState object) {
    return switch (object.attributes()) {
      case StoredAttributes.Json(RawJson value) ->
          value.text().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
      case StoredAttributes.Flat(var values) -> values.getOrDefault("id", "");
    };
  }
}
