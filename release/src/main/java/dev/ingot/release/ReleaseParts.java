package dev.ingot.release;

import dev.ingot.bake.gate.BootTester;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.variable.VariablePrompt;
import dev.ingot.health.Time;
import dev.ingot.ledger.Ledger;
import dev.ingot.provider.Providers;
import dev.ingot.registry.Registry;
import dev.ingot.release.bake.Bakery;
import dev.ingot.rollout.Fleet;
import dev.ingot.rollout.ResourceFleet;
import dev.ingot.state.StateStore;
import java.io.IOException;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The collaborators of a release, independent of whether they are embedded, shared or fakes.
 *
 * @param ledger where releases are recorded
 * @param registry images, versions and channels
 * @param bakery what bakes templates
 * @param bootTester what starts images to see whether they boot
 * @param fleet the machines of rollouts
 * @param providers what configurations deploy to
 * @param setting the surroundings configurations are evaluated in
 * @param states where the state of a configuration is
 * @param prompt asks a person for the value of a variable that is given nowhere
 * @param time by which machines are probed and deadlines pass
 * @param random for keys of deposed objects
 * @param actor who acts, as records name them: {@code user@host}
 * @param environment the environment variables
 */
public record ReleaseParts(
    Ledger ledger,
    Registry registry,
    Bakery bakery,
    BootTester bootTester,
    Fleet fleet,
    ChannelProviders providers,
    Setting setting,
    States states,
    VariablePrompt prompt,
    Time time,
    RandomGenerator random,
    String actor,
    Map<String, String> environment) {
  public ReleaseParts {
    environment = Map.copyOf(environment);
  }

  /** The resources of any provider as machines. */
  ResourceFleet resources() {
    return new ResourceFleet(setting.rootFolder(), time);
  }

  /** Providers that resolve channels. */
  @FunctionalInterface
  public interface ChannelProviders {
    /**
     * All providers.
     *
     * @param held digests by {@code bucket:channel}: pinned targets of channels; all other channels
     *     are resolved
     */
    Providers holding(Map<String, String> held);
  }

  /** Where states are. */
  @FunctionalInterface
  public interface States {
    /**
     * The state of a configuration.
     *
     * @param root the root module of the configuration, which says where it is
     */
    StateStore of(ModuleConfiguration root) throws IOException;
  }
}
