package dev.ingot.deploy.operation.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.configuration.WrittenAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.SourceFile;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives what a state holds another address: a module, a resource with all its instances, or one
 * instance. Rules: the recorded behaviour of Terraform 1.11.
 *
 * @param moves one of each instance
 */
public record StateMove(List<Move> moves) {
  private static final String SOURCE = "Invalid source address";
  private static final String TARGET = "Invalid target address";
  private static final String REQUEST = "Invalid state move request";

  /** The move of one instance. */
  public record Move(InstanceAddress from, InstanceAddress to) {}

  public StateMove {
    moves = List.copyOf(moves);
  }

  /** What has to be moved, or why it can't be. */
  public static Result<StateMove> of(State state, String from, String to) {
    List<Diagnostic> problems = WrittenAddress.problems(SourceFile.unlisted("", from));
    if (!problems.isEmpty()) {
      return Result.failed(problems);
    }
    String text = from;
    try {
      if (StateSelection.isModule(from)) {
        return modules(state, ModuleAddress.parse(from), to);
      }
      InstanceAddress source = InstanceAddress.parse(from);
      text = to;
      boolean resource =
          source.key().equals(InstanceKey.none()) && state.instance(source).isEmpty();
      return resource ? resource(state, source, to) : instance(state, source, to);
    } catch (AddressException e) {
      return Result.failed(StateSelection.invalid(text, e));
    }
  }

  private static Result<StateMove> modules(State state, ModuleAddress source, String to) {
    List<InstanceAddress> found =
        state.instances().filter(each -> isIn(source, each.module())).toList();
    if (found.isEmpty()) {
      return failed(
          SOURCE, "Cannot move " + source + ": does not match anything in the current" + " state.");
    }
    if (!StateSelection.isModule(to)) {
      return failed(
          TARGET, "Cannot move " + source + " to " + to + ": the target must also be a module.");
    }
    ModuleAddress target = ModuleAddress.parse(to);
    if (state.instances().anyMatch(each -> isIn(target, each.module()))) {
      return failed(
          TARGET,
          "Cannot move to "
              + to
              + ": there is already a module at that address in the current state.");
    }
    List<Move> moves = new ArrayList<>();
    for (InstanceAddress each : found) {
      ModuleAddress moved = target;
      List<ModuleAddress.Call> calls = each.module().calls();
      for (ModuleAddress.Call call : calls.subList(source.calls().size(), calls.size())) {
        moved = moved.child(call.name(), call.key());
      }
      moves.add(
          new Move(
              each,
              moved
                  .resource(each.resource().mode(), each.resource().type(), each.resource().name())
                  .instance(each.key())));
    }
    return Result.of(new StateMove(moves), List.of());
  }

  private static boolean isIn(ModuleAddress outer, ModuleAddress inner) {
    int size = outer.calls().size();
    return inner.calls().size() >= size && inner.calls().subList(0, size).equals(outer.calls());
  }

  private static Result<StateMove> resource(State state, InstanceAddress source, String to) {
    List<InstanceAddress> found =
        state.instances().filter(each -> each.resource().equals(source.resource())).toList();
    if (found.isEmpty()) {
      return failed(
          SOURCE, "Cannot move " + source + ": does not match anything in the current" + " state.");
    }
    Optional<InstanceAddress> target =
        StateSelection.isModule(to) ? Optional.empty() : Optional.of(InstanceAddress.parse(to));
    if (target.filter(each -> each.key().equals(InstanceKey.none())).isEmpty()) {
      return failed(
          TARGET,
          "Cannot move "
              + source
              + " to "
              + to
              + ": the source is a whole resource (not a resource instance) so the target must"
              + " also be a whole resource.");
    }
    Optional<Diagnostic> mismatch = mismatch(source, target.get());
    if (mismatch.isPresent()) {
      return Result.failed(List.of(mismatch.get()));
    }
    if (state.resource(target.get().resource()).isPresent()) {
      return failed(
          TARGET,
          "Cannot move to "
              + to
              + ": there is already a resource at that address in the current state.");
    }
    return Result.of(
        new StateMove(
            found.stream()
                .map(each -> new Move(each, target.get().resource().instance(each.key())))
                .toList()),
        List.of());
  }

  private static Result<StateMove> instance(State state, InstanceAddress source, String to) {
    if (state.instance(source).isEmpty()) {
      return failed(SOURCE, "The current state does not contain " + source + ".");
    }
    if (StateSelection.isModule(to)) {
      return failed(
          TARGET,
          "Cannot move " + source + " to " + to + ": the target must also be a resource instance.");
    }
    InstanceAddress target = InstanceAddress.parse(to);
    Optional<Diagnostic> mismatch = mismatch(source, target);
    if (mismatch.isPresent()) {
      return Result.failed(List.of(mismatch.get()));
    }
    if (state.instance(target).isPresent()) {
      return failed(
          TARGET,
          "Cannot move to "
              + target
              + ": there is already a resource instance at that address in the current state.");
    }
    return Result.of(new StateMove(List.of(new Move(source, target))), List.of());
  }

  private static Optional<Diagnostic> mismatch(InstanceAddress source, InstanceAddress target) {
    String move = "Cannot move " + source + " to " + target + ": ";
    if (source.resource().mode() != target.resource().mode()) {
      String mode = source.resource().mode() == ResourceMode.MANAGED ? "managed" : "data";
      return Optional.of(
          Diagnostic.error(
              REQUEST,
              move
                  + "a "
                  + mode
                  + " resource can be moved only to another "
                  + mode
                  + " resource address."));
    }
    return source.resource().type().equals(target.resource().type())
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                REQUEST,
                "Cannot move "
                    + source.resource()
                    + " to "
                    + target.resource()
                    + ": resource types don't match."));
  }

  private static Result<StateMove> failed(String summary, String detail) {
    return Result.failed(List.of(Diagnostic.error(summary, detail)));
  }

  /**
   * Moves within a state.
   *
   * @throws StateException if it can't be written
   */
  public void within(StateSession session) {
    session.apply(
        moves.stream().map(move -> (Change) new Change.Move(move.from(), move.to())).toList());
    session.commit();
  }

  /**
   * Moves to another state. Objects are in the other state before they leave this one: a crash
   * loses none.
   *
   * @throws StateException if one of them can't be written
   */
  public void across(StateSession session, StateSession target) {
    for (Move move : moves) {
      InstanceState instance = session.state().instance(move.from()).orElse(InstanceState.EMPTY);
      ProviderConfigAddress provider =
          session
              .state()
              .resource(move.from().resource())
              .orElseThrow()
              .provider(move.from().key());
      List<Change> changes = new ArrayList<>();
      instance.current().ifPresent(object -> changes.add(Change.put(move.to(), provider, object)));
      instance
          .deposed()
          .forEach(
              (key, object) ->
                  changes.add(new Change.Put(move.to(), Optional.of(key), provider, object)));
      target.apply(changes);
    }
    target.commit();
    new StateRemoval(moves.stream().map(Move::from).toList()).apply(session);
  }
}
