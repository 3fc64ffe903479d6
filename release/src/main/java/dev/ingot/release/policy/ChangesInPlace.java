package dev.ingot.release.policy;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.lang.Diagnostic;
import dev.ingot.release.policy.Policy.InPlace;
import dev.ingot.rollout.RolloutSettings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The machines that a plan changes in place instead of replacing them: what a rollout replaces, and
 * resources of types that are machines.
 */
public final class ChangesInPlace {
  /** Types of common providers whose objects are single machines or containers. */
  private static final Set<String> MACHINES =
      Set.of(
          "ingot_machine",
          "aws_instance",
          "aws_spot_instance_request",
          "azurerm_linux_virtual_machine",
          "azurerm_virtual_machine",
          "azurerm_windows_virtual_machine",
          "digitalocean_droplet",
          "docker_container",
          "google_compute_instance",
          "hcloud_server",
          "libvirt_domain",
          "linode_instance",
          "oci_core_instance",
          "openstack_compute_instance_v2",
          "proxmox_vm_qemu",
          "scaleway_instance_server",
          "vsphere_virtual_machine",
          "vultr_instance");

  private ChangesInPlace() {}

  /** What the policy says of a plan. */
  public static List<Diagnostic> judge(Plan plan, Policy policy, List<RolloutSettings> rollouts) {
    if (policy.inPlace() == InPlace.ALLOW) {
      return List.of();
    }
    Set<ConfigResource> delegated =
        targets(rollouts, rollout -> rollout.strategy().method().isDelegated());
    Set<ConfigResource> replaced =
        targets(rollouts, rollout -> !rollout.strategy().method().isDelegated());
    return plan.changes().stream()
        .filter(change -> change.action() == ChangeAction.UPDATE && change.deposed().isEmpty())
        .map(change -> change.address())
        .filter(address -> isMachine(address, replaced))
        .filter(address -> !delegated.contains(address.resource().configuration()))
        .filter(address -> !isMutable(address, policy))
        .map(address -> told(address, policy.inPlace()))
        .toList();
  }

  private static Set<ConfigResource> targets(
      List<RolloutSettings> rollouts, java.util.function.Predicate<RolloutSettings> which) {
    return rollouts.stream()
        .filter(which)
        .flatMap(rollout -> rollout.targets().stream())
        .map(RolloutSettings.Target::resource)
        .collect(Collectors.toSet());
  }

  private static boolean isMachine(InstanceAddress address, Set<ConfigResource> replaced) {
    return address.resource().mode() == ResourceMode.MANAGED
        && (MACHINES.contains(address.resource().type())
            || replaced.contains(address.resource().configuration()));
  }

  private static boolean isMutable(InstanceAddress address, Policy policy) {
    return policy.mutable().contains(address.resource().toString())
        || policy.mutable().contains(address.resource().configuration().toString());
  }

  private static Diagnostic told(InstanceAddress address, InPlace inPlace) {
    String detail =
        address
            + " would be changed in place, so that the machine that runs is no longer what its"
            + " image and its first configuration made. Have it replaced (lifecycle {"
            + " replace_triggered_by = … } does that), or name its resource in in_place { allow ="
            + " ["
            + address.resource().configuration()
            + "] }.";
    return inPlace == InPlace.ERROR
        ? Diagnostic.error("Machine changed in place", detail)
        : Diagnostic.warning("Machine changed in place", detail);
  }
}
