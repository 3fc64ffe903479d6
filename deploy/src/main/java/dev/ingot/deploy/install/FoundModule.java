package dev.ingot.deploy.install;

import dev.ingot.deploy.configuration.ModuleCall;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A module that is being looked for.
 *
 * @param path the names of the calls that lead to it
 * @param announcement what is downloaded, for people; empty if nothing is; fails with what was
 *     found out by then
 * @param result where it is
 */
record FoundModule(
    ModuleCall call,
    List<String> path,
    CompletableFuture<Optional<String>> announcement,
    Future<Result> result) {
  /** The names joined by dots. */
  String key() {
    return String.join(".", path);
  }

  /** Where a module is. */
  sealed interface Result {
    /** The modules it calls, in order of their names. */
    List<FoundModule> calls();

    /** A folder beside its caller. */
    record Beside(String folder, List<FoundModule> calls) implements Result {}

    /** There is no such folder beside its caller. */
    record Missing(String folder) implements Result {
      @Override
      public List<FoundModule> calls() {
        return List.of();
      }
    }

    /** It is installed already. */
    record Kept(List<FoundModule> calls) implements Result {}

    /**
     * A package was downloaded.
     *
     * @param subfolder of the module in the package
     * @param version which a registry has; else empty
     */
    record Downloaded(
        SharedPackage content, String subfolder, String version, List<FoundModule> calls)
        implements Result {}
  }
}
