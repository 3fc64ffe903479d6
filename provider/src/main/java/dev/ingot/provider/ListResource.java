package dev.ingot.provider;

import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Finds objects that a query asks for. */
public sealed interface ListResource {

  /**
   * Asks for objects.
   *
   * @param config what is looked for
   * @param withObjects whether the objects themselves are wanted, not only their identities
   * @param limit the most objects that are wanted; 0 for all
   */
  record Request(String type, Value config, boolean withObjects, long limit)
      implements ListResource {}

  /**
   * One object.
   *
   * @param name what people know it by
   * @param object empty if it wasn't asked for
   * @param diagnostics what is to be said of this one
   */
  record Found(
      String name,
      Optional<Value> identity,
      Optional<Value> object,
      List<ProviderDiagnostic> diagnostics)
      implements ListResource {
    public Found {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
