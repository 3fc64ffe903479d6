package dev.ingot.registry.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * A name that points at one version of a bucket.
 *
 * @param bucket the bucket's name
 * @param name unique in the bucket
 * @param version the version it points at
 * @param managed whether the registry itself moves it, as {@code latest} to the newest active
 *     version
 * @param restricted whether only some people may move it, which the callers of the registry enforce
 * @param created when it was created
 */
public record Channel(
    String bucket,
    String name,
    Optional<Version> version,
    boolean managed,
    boolean restricted,
    Instant created) {
  /** The managed channel that every bucket has. */
  public static final String LATEST = "latest";
}
