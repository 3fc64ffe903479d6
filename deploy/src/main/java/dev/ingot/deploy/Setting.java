package dev.ingot.deploy;

import dev.ingot.lang.eval.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * The surroundings in which a configuration is evaluated.
 *
 * @param rootFolder the root module's folder
 * @param workingFolder what {@code path.cwd} is
 * @param home the home folder
 * @param workspace the name of the workspace
 * @param clock the time; {@code plantimestamp} is what it says when a plan is made
 * @param random for ids and deposed keys
 * @param functions what can be called
 * @param parallelism how many calls of providers run at once
 * @param given what is known of the values given for the root module's variables
 */
public record Setting(
    Path rootFolder,
    Path workingFolder,
    Path home,
    String workspace,
    Clock clock,
    RandomGenerator random,
    Scope.Functions functions,
    int parallelism,
    GivenVariables given) {
  /** One in which nothing is known of values given for variables. */
  public Setting(
      Path rootFolder,
      Path workingFolder,
      Path home,
      String workspace,
      Clock clock,
      RandomGenerator random,
      Scope.Functions functions,
      int parallelism) {
    this(
        rootFolder,
        workingFolder,
        home,
        workspace,
        clock,
        random,
        functions,
        parallelism,
        GivenVariables.NONE);
  }

  /** The same with what is known of the values given for variables. */
  public Setting with(GivenVariables other) {
    return new Setting(
        rootFolder, workingFolder, home, workspace, clock, random, functions, parallelism, other);
  }

  /**
   * How many steps of a walk may run at once. Steps that wait for no provider may be more than its
   * calls; with a parallelism of 1 everything is done one after the other, in the same order each
   * time.
   *
   * @param most how many there may be otherwise
   */
  public int workers(int most) {
    return parallelism == 1 ? 1 : most;
  }

  /**
   * What functions may use.
   *
   * @param purelyPlanning whether times and random texts are unknown
   */
  public Scope.Environment environment(boolean purelyPlanning) {
    return new Scope.Environment(rootFolder, home, clock, random, purelyPlanning);
  }
}
