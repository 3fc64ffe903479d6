package dev.ingot.state;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.lang.value.Bytes;
import java.util.Optional;

/**
 * What a provider is about to be asked for; written down before it is asked, so that a crash can't
 * hide it.
 *
 * @param deposed the deposed object it is about; empty for the current one
 * @param provider the provider's configuration
 * @param schemaVersion the version of the schema that {@code planned} follows
 * @param planned the object after as far as it is known, as JSON with unknown parts null; null when
 *     it is destroyed
 * @param plannedPrivate what the provider keeps with the plan; a provider that lets its clients
 *     choose ids finds the id here
 */
public record Intent(
    InstanceAddress address,
    Optional<DeposedKey> deposed,
    Action action,
    ProviderConfigAddress provider,
    long schemaVersion,
    RawJson planned,
    Bytes plannedPrivate) {}
