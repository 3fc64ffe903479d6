package dev.ingot.state;

import java.time.Instant;

/**
 * Who holds the lock of a state, and since when. Rules: the lock information Terraform keeps beside
 * a local state.
 *
 * @param id names this lock, to be given to force it open
 * @param operation what the lock is held for, such as {@code OperationTypeApply}
 * @param info more about it; may be empty
 * @param who user and host, as {@code user@host}
 * @param version the version of the program that holds it
 * @param created since when
 * @param path the state it is about
 */
public record LockInfo(
    String id,
    String operation,
    String info,
    String who,
    String version,
    Instant created,
    String path) {}
