package dev.ingot.home;

import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.release.retire.Referrer;
import dev.ingot.release.retire.Referrers;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StoredAttributes;
import dev.ingot.state.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What may use images of this home: the states of all stacks that it knows, in all their
 * workspaces, and the machines of this host, also those that no state knows.
 */
public final class ImageReferrers implements Referrers {
  private final Site site;
  private final Function<Path, Project> projects;

  /**
   * @param projects the configuration in a folder
   */
  public ImageReferrers(Site site, Function<Path, Project> projects) {
    this.site = site;
    this.projects = projects;
  }

  @Override
  public List<Referrer> of(List<Stack> stacks) throws InterruptedException {
    List<Referrer> all = new ArrayList<>();
    for (Stack stack : stacks) {
      all.addAll(states(stack));
    }
    all.addAll(machines());
    return all;
  }

  /** The states of a stack. */
  List<Referrer> states(Stack stack) {
    String name = "the state of " + stack.folder();
    Path folder = Path.of(stack.folder());
    if (!Files.isDirectory(folder)) {
      return List.of(
          Referrer.unreadable(
              name,
              "the folder is gone; if nothing of it exists any more: ingot retire -forget "
                  + stack.folder()));
    }
    try {
      Project project = projects.apply(folder);
      ModuleConfiguration root = project.root();
      Backend backend = project.backends(root).current(root.backend());
      List<Referrer> states = new ArrayList<>();
      boolean known = false;
      for (String workspace : backend.workspaces()) {
        State state = backend.store(workspace).read().state();
        known |= !state.lineage().isEmpty();
        states.add(
            Referrer.of(
                name + (workspace.equals("default") ? "" : " (workspace " + workspace + ")"),
                to -> texts(state, to)));
      }
      return known || !stack.isDeployed()
          ? states
          : List.of(
              Referrer.unreadable(
                  name,
                  "there is none, although something was deployed; restore it, or if nothing of it"
                      + " exists any more: ingot retire -forget "
                      + stack.folder()));
    } catch (RuntimeException e) {
      // Whatever it is: what the state refers to isn't known.
      return List.of(Referrer.unreadable(name, String.valueOf(e.getMessage())));
    }
  }

  private static void texts(State state, Consumer<String> to) {
    state.outputs().values().forEach(output -> to.accept(output.value().text()));
    state
        .instances()
        .flatMap(address -> state.instance(address).stream())
        .flatMap(
            instance ->
                Stream.concat(instance.current().stream(), instance.deposed().values().stream()))
        .map(ObjectState::attributes)
        .forEach(
            attributes -> {
              switch (attributes) {
                case StoredAttributes.Json(var raw) -> to.accept(raw.text());
                case StoredAttributes.Flat(var values) -> values.values().forEach(to);
              }
            });
  }

  boolean hasMachines() {
    return isFilled("machines");
  }

  boolean hasBalancers() {
    return isFilled("balancers");
  }

  /** Whether the platform has a folder with something in it; one that can't be read may be. */
  private boolean isFilled(String name) {
    Path folder = AgentHome.of(site.home().folder()).platform().resolve(name);
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return true;
    }
  }

  private List<Referrer> machines() throws InterruptedException {
    if (!hasMachines()) {
      return List.of();
    }
    try {
      List<Referrer> all = new ArrayList<>();
      for (Machine machine : site.agent().machines().all()) {
        if (machine.spec().root() instanceof MachineRoot.Image(String digest)) {
          all.add(
              Referrer.of("machine " + machine.id() + " of this host", to -> to.accept(digest)));
        }
      }
      return all;
    } catch (PlatformException e) {
      return List.of(Referrer.unreadable("a machine of this host", e.describe()));
    }
  }
}
