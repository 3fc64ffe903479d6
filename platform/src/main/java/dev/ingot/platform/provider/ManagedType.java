package dev.ingot.platform.provider;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.provider.ProviderDiagnostic;
import java.util.List;
import java.util.Optional;

/** One resource type of the provider. */
interface ManagedType {
  /** The schema of its objects. */
  Schema schema();

  /** Validates a configuration. */
  List<ProviderDiagnostic> validate(Attributes config);

  /** Fills in what is known during planning and tells which changes require replacement. */
  Planned plan(Optional<Attributes> prior, Attributes proposed);

  /** The key of a new object, chosen before it is created so that it can be found again. */
  String newKey(Attributes planned);

  /** The key of an existing object; its {@code id} unless the type has another one. */
  default Optional<String> key(Attributes object) {
    return object.text("id");
  }

  /** The object as it is now, if it exists. */
  Optional<Value> read(String key, Attributes last) throws PlatformException;

  /** Creates an object with a key, or finds the existing one. */
  Applied create(String key, Attributes planned) throws PlatformException;

  /** Changes an object in place. */
  Applied update(String key, Attributes planned) throws PlatformException;

  /** Destroys an object, if it exists. */
  void destroy(String key) throws PlatformException;

  /** The planned object, and the attributes whose change requires replacement. */
  record Planned(Value value, List<String> replace, List<ProviderDiagnostic> diagnostics) {
    public Planned {
      replace = List.copyOf(replace);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** The created object, even if it is unhealthy. */
  record Applied(Value value, List<ProviderDiagnostic> diagnostics) {
    public Applied {
      diagnostics = List.copyOf(diagnostics);
    }

    static Applied of(Value value) {
      return new Applied(value, List.of());
    }
  }
}
