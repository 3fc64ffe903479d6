package dev.ingot.bake.gate;

import dev.ingot.health.Check;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A test that an image has to pass before it is promoted: started as a throw-away machine, it must
 * become healthy in time and stay healthy for a while.
 *
 * @param check the health check
 * @param within how long it may take to become healthy
 * @param stayUp how long it must stay healthy after that
 * @param interval the time between checks
 * @param environment variables of the machine, over those of the image
 */
public record BootTest(
    Check.Direct check,
    Duration within,
    Duration stayUp,
    Duration interval,
    Map<String, String> environment) {

  /** Default time for a machine to become healthy. */
  public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(30);

  /** Default time for which a machine must stay healthy. */
  public static final Duration DEFAULT_STAY_UP = Duration.ofSeconds(1);

  /** Default interval between checks. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(100);

  public BootTest {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /** With the usual times. */
  public static BootTest of(Check.Direct check) {
    return new BootTest(check, DEFAULT_WITHIN, DEFAULT_STAY_UP, DEFAULT_INTERVAL, Map.of());
  }
}
