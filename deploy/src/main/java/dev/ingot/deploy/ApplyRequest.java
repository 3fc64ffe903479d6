package dev.ingot.deploy;

import dev.ingot.graph.Cancellation;
import dev.ingot.provider.Providers;
import dev.ingot.state.StateSession;

/**
 * What is needed to apply a plan.
 *
 * @param plan approved, and made for the state that is given
 * @param state locked; stays open when applying ends
 * @param providers what can be used
 * @param setting the surroundings
 * @param observer receives events
 * @param commands runs the commands of provisioners
 * @param cancellation asks to stop: nothing new is started, and providers end their calls early
 */
public record ApplyRequest(
    Plan plan,
    StateSession state,
    Providers providers,
    Setting setting,
    Observer observer,
    CommandRunner commands,
    Cancellation cancellation) {}
