package dev.ingot.home;

import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.release.retire.KnownStacks;
import dev.ingot.release.retire.Referrer;
import dev.ingot.release.retire.Referrers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Machines and balancers of this host that no state knows: what is left of a lost one. */
public final class UnknownObjects {
  private final Site site;
  private final ImageReferrers referrers;

  /**
   * @param referrers reads the states
   */
  public UnknownObjects(Site site, ImageReferrers referrers) {
    this.site = site;
    this.referrers = referrers;
  }

  /** Their ids, as {@code machine m-1}. */
  public List<String> all() throws PlatformException, InterruptedException {
    List<String> names = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    if (!referrers.hasMachines() && !referrers.hasBalancers()) {
      return names;
    }
    for (Machine machine : site.agent().machines().all()) {
      names.add("machine " + machine.id());
      ids.add(machine.id());
    }
    for (Balancer balancer : site.agent().balancers().all()) {
      names.add("balancer " + balancer.id());
      ids.add(balancer.id());
    }
    Set<String> known = known(ids);
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!known.contains(ids.get(i))) {
        unknown.add(names.get(i));
      }
    }
    return unknown;
  }

  private Set<String> known(List<String> ids) {
    Set<String> known = new HashSet<>();
    for (String stack : new KnownStacks(site.ledger()).names()) {
      for (Referrer state : referrers.states(new Referrers.Stack(stack, false))) {
        state.texts().each(text -> ids.stream().filter(text::contains).forEach(known::add));
      }
    }
    return known;
  }
}
