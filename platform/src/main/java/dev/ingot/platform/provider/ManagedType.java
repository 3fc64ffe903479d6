package dev.ingot.platform.provider;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.provider.ProviderDiagnostic;
import java.util.List;
import java.util.Optional;

/** One resource type of the provider. */
interface ManagedType {
  /** What its objects look like. */
  Schema schema();

  /** Checks a configuration. */
  List<ProviderDiagnostic> validate(Attributes config);

  /** Fills in what is known while planning, and says what can't be changed in place. */
  Planned plan(Optional<Attributes> prior, Attributes proposed);

  /** The key that a new object is created under: given by us, so that it can be found again. */
  String newKey(Attributes planned);

  /** The key of an object there is. */
  Optional<String> key(Attributes object);

  /** The object as it is now, if it is there. */
  Optional<Value> read(String key, Attributes last) throws PlatformException;

  /** Creates an object under a key, or finds it there. */
  Applied create(String key, Attributes planned) throws PlatformException;

  /** Changes an object in place. */
  Applied update(String key, Attributes planned) throws PlatformException;

  /** Destroys an object, if it is there. */
  void destroy(String key) throws PlatformException;

  /** What is planned, and the attributes whose change needs another object. */
  record Planned(Value value, List<String> replace, List<ProviderDiagnostic> diagnostics) {
    public Planned {
      replace = List.copyOf(replace);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** What was made, also where it is unhealthy. */
  record Applied(Value value, List<ProviderDiagnostic> diagnostics) {
    public Applied {
      diagnostics = List.copyOf(diagnostics);
    }

    static Applied of(Value value) {
      return new Applied(value, List.of());
    }
  }
}
