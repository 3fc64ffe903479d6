package dev.ingot.cli.command.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.State;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.local.LocalStateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ingot state mv}. */
public final class StateMoveCommand implements Command {
  @Override
  public String synopsis() {
    return "Give objects another address.";
  }

  @Override
  public String arguments() {
    return "FROM TO";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .onOff("dry-run", "Only say what would be moved.")
        .onOff("ignore-remote-version", "No effect.");
  }

  private record Move(InstanceAddress from, InstanceAddress to) {}

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Engine engine = Engine.of(invocation);
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 2) {
      throw UsageException.ofArguments("Exactly two arguments expected.");
    }
    String from = arguments.getFirst();
    String to = arguments.getLast();
    boolean dryRun = invocation.given().on("dry-run");
    Optional<StateSession> opened = StateAccess.openSource(engine, invocation, "state-mv");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      State state = session.state().snapshot();
      List<Move> moves = moves(state, from, to);
      if (moves.isEmpty()) {
        return StateAccess.refuse(
            engine,
            Diagnostic.error(
                "Invalid source address",
                "Cannot move " + from + ": does not match anything in the current state."));
      }
      for (Move move : moves) {
        if (state.instance(move.to()).isPresent()) {
          return StateAccess.refuse(
              engine,
              Diagnostic.error(
                  "Invalid target address",
                  "Cannot move to "
                      + move.to()
                      + ": there is already a resource instance at that address in the current"
                      + " state."));
        }
      }
      engine
          .terminal()
          .line((dryRun ? "Would move " : "Move ") + quoted(from) + " to " + quoted(to));
      if (!dryRun && invocation.given().text("state-out").isPresent()) {
        elsewhere(engine, invocation, session, moves);
        engine.terminal().line("Successfully moved 1 object(s).");
      } else if (!dryRun) {
        session.apply(
            moves.stream().map(move -> (Change) new Change.Move(move.from(), move.to())).toList());
        session.commit();
        engine.terminal().line("Successfully moved 1 object(s).");
      }
      return ExitCode.OK;
    } catch (AddressException e) {
      return StateAccess.invalid(engine, from, e);
    } catch (MoveException e) {
      return StateAccess.refuse(engine, e.problem());
    }
  }

  /** Objects are in the other state before they leave this one: a crash loses none. */
  private static void elsewhere(
      Engine engine, Invocation invocation, StateSession session, List<Move> moves)
      throws UsageException {
    Path other = engine.folder().resolve(invocation.given().text("state-out").orElseThrow());
    StateStore store = LocalStateStore.onDisk(StatePaths.of(other), engine.environment());
    try (StateSession target = store.open(PlanFlags.lock(invocation.given(), "state-mv"))) {
      for (Move move : moves) {
        InstanceState instance = session.state().instance(move.from()).orElse(InstanceState.EMPTY);
        ProviderConfigAddress provider =
            session.state().resource(move.from().resource()).orElseThrow().provider();
        List<Change> changes = new ArrayList<>();
        instance
            .current()
            .ifPresent(object -> changes.add(Change.put(move.to(), provider, object)));
        instance
            .deposed()
            .forEach(
                (key, object) ->
                    changes.add(new Change.Put(move.to(), Optional.of(key), provider, object)));
        target.apply(changes);
      }
      target.commit();
    }
    session.apply(
        moves.stream()
            .flatMap(
                move ->
                    session
                        .state()
                        .instance(move.from())
                        .orElse(InstanceState.EMPTY)
                        .deposed()
                        .keySet()
                        .stream()
                        .map(key -> (Change) new Change.Remove(move.from(), Optional.of(key))))
            .toList());
    session.apply(moves.stream().map(move -> Change.remove(move.from())).toList());
    session.commit();
  }

  private static String quoted(String text) {
    String index = ValuePath.ROOT.index(text).toString();
    return index.substring(1, index.length() - 1);
  }

  private static List<Move> moves(State state, String from, String to) throws MoveException {
    List<InstanceAddress> found = StateAccess.matching(state, from);
    if (StateAccess.isModule(from)) {
      return modules(found, ModuleAddress.parse(from), from, to);
    }
    InstanceAddress source = InstanceAddress.parse(from);
    boolean whole = source.key().equals(InstanceKey.none()) && state.instance(source).isEmpty();
    if (StateAccess.isModule(to)) {
      throw new MoveException(
          "Invalid target address",
          "Cannot move "
              + from
              + " to "
              + to
              + ": the source is a whole resource (not a resource instance) so the target must"
              + " also be a whole resource.");
    }
    InstanceAddress target = InstanceAddress.parse(to);
    if (!source.resource().type().equals(target.resource().type())) {
      throw new MoveException(
          "Invalid state move request",
          "Cannot move " + from + " to " + to + ": resource types don't match.");
    }
    List<Move> moves = new ArrayList<>();
    for (InstanceAddress each : found) {
      moves.add(new Move(each, whole ? target.resource().instance(each.key()) : target));
    }
    return moves;
  }

  private static List<Move> modules(
      List<InstanceAddress> found, ModuleAddress source, String from, String to)
      throws MoveException {
    if (!StateAccess.isModule(to)) {
      throw new MoveException(
          "Invalid target address",
          "Cannot move "
              + from
              + " to "
              + to
              + ": the source is a whole module, so the target must also be a whole module.");
    }
    ModuleAddress target = ModuleAddress.parse(to);
    List<Move> moves = new ArrayList<>();
    for (InstanceAddress each : found) {
      ModuleAddress moved = target;
      var calls = each.module().calls();
      for (var call : calls.subList(source.calls().size(), calls.size())) {
        moved = moved.child(call.name(), call.key());
      }
      moves.add(
          new Move(
              each,
              moved
                  .resource(each.resource().mode(), each.resource().type(), each.resource().name())
                  .instance(each.key())));
    }
    return moves;
  }

  /** A move that makes no sense. */
  private static final class MoveException extends Exception {
    private static final long serialVersionUID = 1;

    private final String summary;

    MoveException(String summary, String detail) {
      super(detail);
      this.summary = summary;
    }

    Diagnostic problem() {
      return Diagnostic.error(summary, String.valueOf(getMessage()));
    }
  }
}
