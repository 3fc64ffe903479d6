package dev.ingot.deploy;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that happens while planning or applying. An id is text like {@code id=x}'s {@code x};
 * empty when the object has none that is known.
 */
public sealed interface Event {
  /** The instance it is about. */
  InstanceAddress address();

  /** An object is being read again. */
  record RefreshStart(InstanceAddress address, Optional<DeposedKey> deposed, String id)
      implements Event {}

  /** An object has been read again. */
  record RefreshComplete(InstanceAddress address, Optional<DeposedKey> deposed, String id)
      implements Event {}

  /** An object to be imported is being looked up, while planning. */
  record ImportPrepare(InstanceAddress address, ImportKey key) implements Event {}

  /** An object that was found is being written down, while applying. */
  record ImportStart(InstanceAddress address, ImportKey key) implements Event {}

  /** An object has been imported. */
  record ImportComplete(InstanceAddress address, ImportKey key) implements Event {}

  /** A data source is being read. */
  record ReadStart(InstanceAddress address) implements Event {}

  /** A data source has been read. */
  record ReadComplete(InstanceAddress address, String id, Duration elapsed) implements Event {}

  /** A data source could not be read. */
  record ReadErrored(InstanceAddress address, Duration elapsed) implements Event {}

  /** What is done with an ephemeral resource. */
  enum EphemeralAction {
    OPEN,
    RENEW,
    CLOSE
  }

  /** An ephemeral resource isn't opened, since its configuration is not known yet. */
  record EphemeralDeferred(InstanceAddress address) implements Event {}

  /** An ephemeral resource is being opened, renewed or closed. */
  record EphemeralStart(InstanceAddress address, EphemeralAction action) implements Event {}

  /** That still runs. */
  record EphemeralProgress(InstanceAddress address, EphemeralAction action, Duration elapsed)
      implements Event {}

  /** That is done. */
  record EphemeralComplete(InstanceAddress address, EphemeralAction action, Duration elapsed)
      implements Event {}

  /** That failed. */
  record EphemeralErrored(InstanceAddress address, EphemeralAction action, Duration elapsed)
      implements Event {}

  /**
   * A change begins.
   *
   * @param action CREATE, UPDATE or DELETE
   */
  record ApplyStart(
      InstanceAddress address, Optional<DeposedKey> deposed, ChangeAction action, String id)
      implements Event {}

  /** A change still runs. */
  record ApplyProgress(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ChangeAction action,
      String id,
      Duration elapsed)
      implements Event {}

  /** A change is made, and written down durably. */
  record ApplyComplete(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ChangeAction action,
      String id,
      Duration elapsed)
      implements Event {}

  /** A change failed. */
  record ApplyErrored(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ChangeAction action,
      String id,
      Duration elapsed)
      implements Event {}

  /** A provisioner begins. */
  record ProvisionStart(InstanceAddress address, String provisioner) implements Event {}

  /** A provisioner printed output. */
  record ProvisionOutput(InstanceAddress address, String provisioner, String output)
      implements Event {}

  /** A provisioner is done. */
  record ProvisionComplete(InstanceAddress address, String provisioner) implements Event {}

  /** A provisioner failed. */
  record ProvisionErrored(InstanceAddress address, String provisioner) implements Event {}
}
