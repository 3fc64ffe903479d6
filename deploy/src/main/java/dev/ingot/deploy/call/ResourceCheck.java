package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.ProviderDiagnostic;
import java.util.List;
import java.util.Optional;

/** Lets providers check the configurations of resources. */
public final class ResourceCheck {
  private ResourceCheck() {}

  /** Checks one instance; whether it has no fault. */
  public static boolean instance(
      InstanceAddress address,
      ResourceConfiguration resource,
      ResourceType type,
      GuardedProvider provider,
      Value config,
      Diagnostics diagnostics) {
    CallSubject subject = CallSubject.declared(address, resource);
    return provider
        .validate(resource.mode(), type, config, subject, diagnostics)
        .map(reported -> subject.report(reported, diagnostics))
        .orElse(false);
  }

  /** Checks a block whose instances are not known. */
  public static void block(
      Node.Resource node,
      ResourceType type,
      GuardedProvider provider,
      Value config,
      Diagnostics diagnostics) {
    ResourceConfiguration resource = node.resource();
    CallSubject subject =
        new CallSubject(
            node.toString(),
            Optional.of(new CallSubject.Block(resource.body(), resource.declaration())),
            true);
    for (ProviderDiagnostic each :
        provider.validate(resource.mode(), type, config, subject, diagnostics).orElse(List.of())) {
      if (isUnplaced(each, resource.mode())) {
        diagnostics.add(
            Diagnostic.of(each.severity(), each.summary(), each.detail(), Optional.empty()));
      } else {
        subject.report(List.of(each), diagnostics);
      }
    }
  }

  private static boolean isUnplaced(ProviderDiagnostic reported, ResourceMode mode) {
    return mode == ResourceMode.MANAGED
        && reported.attribute().isRoot()
        && reported.detail().isEmpty();
  }
}
