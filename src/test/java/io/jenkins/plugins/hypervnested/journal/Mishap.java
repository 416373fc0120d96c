package io.jenkins.plugins.hypervnested.journal;

import io.jenkins.plugins.hypervnested.machine.Faults;
import java.util.ArrayList;
import java.util.List;

/** What may happen at any moment: things that break and come back, and people who do something. */
final class Mishap {

    private static final long BACK = 90_000;
    private static final long LONG = 30 * 60_000;

    private final World world;
    private final List<Home> homes;
    private int pending;

    Mishap(World world, List<Home> homes) {
        this.world = world;
        this.homes = homes;
    }

    /** {@return whether something that broke has yet to come back} */
    boolean isPending() {
        return pending > 0;
    }

    List<World.Task> possible() {
        List<World.Task> all = new ArrayList<>();
        for (Home home : homes) {
            if (home.isUp()) {
                ofController(all, home);
                ofConfiguration(all, home);
                home.builds.forEach(build -> ofBuild(all, build));
                home.now.links.open().forEach(call -> ofCall(all, call));
            }
        }
        return all;
    }

    private static void may(List<World.Task> all, String what, Runnable body) {
        all.add(World.Task.mishap(what, body));
    }

    private void back(long millis, String what, Runnable body) {
        pending++;
        world.later(millis, new Object(), what, false, () -> {
            pending--;
            body.run();
        });
    }

    private void ofController(List<World.Task> all, Home home) {
        may(all, home.name + " crashes", () -> home.crash(20_000));
        may(all, home.name + " crashes and is down for long", () -> home.crash(LONG));
        may(all, home.name + " goes down in order", () -> {
            home.now.stopping = true;
            Start stopped = home.now;
            world.later(3_000, new Object(), home.name + " is down", false, () -> {
                if (home.now == stopped) {
                    home.crash(20_000);
                }
            });
        });
        may(all, home.name + ": the sweep comes", () -> home.now.task("sweep", home.now::sweep));
        may(all, home.name + ": an agent came", () -> home.now.task("agent came", home.now.rollback::agentCame));
        may(all, home.name + ": the clock jumps ahead", () -> home.clockAhead += 2 * 3_600_000);
        may(all, home.name + ": the clock jumps back", () -> home.clockAhead -= 2 * 3_600_000);
        home.now.journal.openEntries().stream()
                .filter(entry -> entry.state == JournalEntry.State.STUCK)
                .forEach(entry -> may(all, "somebody retries " + home.shown(entry), () -> {
                    Start now = home.now;
                    now.task("retry", () -> now.rollback.retry(entry.getId(), "admin"));
                }));
    }

    private void ofConfiguration(List<World.Task> all, Home home) {
        if (home.hostConfigured) {
            may(all, home.name + ": the host is removed", () -> {
                home.hostConfigured = false;
                back(LONG, home.name + ": the host is added again", () -> {
                    home.hostConfigured = true;
                    if (home.isUp()) {
                        home.now.task("hosts changed", () -> home.now.rollback.hostsChanged(id -> true));
                    }
                });
            });
        }
        if (home.credentialsThere) {
            may(all, home.name + ": the credentials are removed", () -> {
                home.credentialsThere = false;
                back(LONG, home.name + ": the credentials are back", () -> home.credentialsThere = true);
            });
        }
        Agent agent = home.agents.get(0);
        if (agent.isUsable()) {
            may(all, agent.name + " is killed", () -> loses(home, agent, true));
            may(all, agent.name + " loses its connection, its operations go on", () -> loses(home, agent, false));
            may(all, agent.name + " is deleted", () -> {
                loses(home, agent, true);
                agent.exists = false;
            });
        }
    }

    private void loses(Home home, Agent agent, boolean dies) {
        List<RemoteCall> calls = home.now.links.open().stream()
                .filter(call -> call.agent == agent)
                .toList();
        agent.online = false;
        home.now.links.lose(agent);
        if (dies) {
            calls.forEach(RemoteCall::endProcess);
        } else {
            calls.forEach(call -> world.later(
                    10 * 60_000, new Object(), call.name + " notices that it is alone", true, call::endProcess));
        }
        back(BACK, agent.name + " is back", () -> {
            agent.online = true;
            if (home.isUp()) {
                home.now.task("agent came", home.now.rollback::agentCame);
            }
        });
    }

    private void ofBuild(List<World.Task> all, Build build) {
        if (!build.isBegun()) {
            return;
        }
        if (!build.isOver()) {
            may(all, build.name + " is aborted", build::abort);
        }
        if (build.isThere()) {
            may(all, build.name + " is deleted", build::delete);
            may(all, build.job + " is deleted", build::deleteJob);
        }
        if (build.isJobThere() && !build.job.startsWith("moved")) {
            may(all, build.job + " is moved", build::moveJob);
        }
    }

    private void ofCall(List<World.Task> all, RemoteCall call) {
        if (!call.hasArrived() || call.isEnded()) {
            return;
        }
        may(all, call.name + " loses its result", call::losesItsResult);
        may(all, call.name + " dies, its call lands later", () -> {
            call.leavesGhost(Faults.Kind.GHOST);
            call.losesItsResult();
        });
        may(all, call.name + " dies with its process, its call lands later", () -> {
            call.leavesGhost(Faults.Kind.STRAY);
            call.losesItsResult();
        });
        may(all, call.name + " cannot reach the host", () -> call.suffers(Faults.Kind.UNREACHABLE));
        may(all, "the host is rebooted under " + call.name, () -> call.suffers(Faults.Kind.REBOOT));
    }
}
