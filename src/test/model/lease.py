#!/usr/bin/env python3
"""The lease protocol as a model that is searched whole. An executable specification; run it: python3 lease.py

This is the protocol's first model with two questions more: the host reboots in the middle, and a verb fails.

A VM has three aspects: nesting, power, spoofing. A run makes entries, one after the other; an entry wants values for some
aspects until it leaves. Nesting changes only while the power is off, so changing it interrupts whoever works on the VM.
A shutdown is only asked for: the guest goes down later, or never. Runs share the VM, crash anywhere (recovery: leave,
then reconcile) and leave ghosts behind: a PowerShell that outlived its agent and goes on telling verbs, or a join that
was on its way and lands later. A slow actor may be taken over.

  join       add the entry as the newest holder of its aspects, with the value it wants; an aspect held for the first time
             records its value, and nesting records power with it, which is right at any moment, because an actor changes
             only what the lease has recorded. Refused for an entry that has left. An entry of another run that wants a different value: wait, or fail
  leave      take the entry out of the holders, and remember for ever that it left, lease or no lease
  act        take the floor: a new epoch, never used before; allowed when nobody acts, or when the actor is silent
  reconcile  with the floor: compare the machine with what the lease wants (the newest holder's value; held by nobody: as
             recorded), do what is missing one verb at a time, each refused by the machine if the epoch is no longer the
             lease's; compare again; done: drop the aspects that are as recorded and held by nobody (power only after
             nesting, whose restoring will need it), delete the lease when none is left, give up the floor; an entry that
             has what it wants is marked ready in the same breath
  ask        the request to shut down is noted in the lease before it is made; while it is open, whoever has the floor
             neither compares nor is done, whoever asked
  interrupt  a plan that turns the power off runs only while no other run is ready (entries of one run never block one
             another); an entry that needs it waits, with a bound, or fails; one that leaves passes it on: the aspect stays
             in the lease, and the last to leave restores it

  reboot     of the host: what acted or was told there is over, ghosts of PowerShell too; a shutdown that was asked for is
             forgotten; a VM that ran runs again, is saved, or is off. A saved VM is resumed before anything else, its
             state never discarded. Who was changing the VM has failed and leaves; who works goes on
  fail       a verb fails, before or after its effect: who enables leaves and reconciles, who restores tries again

Enable, disable and spoof are join + reconcile. Rollback is leave + reconcile. There is no third way to change a machine.

Searched: every order of every atomic step, for every first state. What a reboot makes of an aspect that no lease records is
as it was from then on. Held: an entry that works has what it wants and no
other run interrupts it; when all have ended, the VM is as it was and no lease is left; nobody is stuck, or goes round for ever. BUGS are variants
that must fail.
"""
import sys
from collections import deque, namedtuple
from itertools import product

ASPECTS = ('nesting', 'power', 'spoofing')
SAVED = 2
MAX_EPOCHS = 6


# what may still go wrong, and the values that the VM shall have at the end
Faults = namedtuple('Faults', 'crashes reboots failures first')


class Lease(tuple):
    """(aspects: (name, first value, ((entry, wanted value)…))…, ready entries, actor, epoch)"""
    __slots__ = ()
    aspects = property(lambda self: self[0])
    ready = property(lambda self: self[1])
    actor = property(lambda self: self[2])
    epoch = property(lambda self: self[3])

    def but(self, aspects=None, ready=None, actor='same', epoch=None):
        return Lease((self.aspects if aspects is None else aspects, self.ready if ready is None else ready,
                      self.actor if actor == 'same' else actor, self.epoch if epoch is None else epoch))


class Scene:
    """Entries, in order: (run, {aspect: wanted value}). Entries of one run start one after the other, end in reverse."""

    def __init__(self, *entries):
        self.runs = [run for run, _ in entries]
        self.wants = [wants for _, wants in entries]
        self.before = [max((j for j in range(i) if self.runs[j] == self.runs[i]), default=None) for i in range(len(entries))]
        self.after = [min((j for j in range(i + 1, len(entries)) if self.runs[j] == self.runs[i]), default=None)
                      for i in range(len(entries))]


def wanted(lease, machine):
    values = list(machine[:3])
    for aspect, first, holders in lease.aspects:
        values[ASPECTS.index(aspect)] = holders[-1][1] if holders else first
    return tuple(values)


def plan(machine, want, may_interrupt=True, bug=None):
    """The verbs that lead from machine to want, without those that would interrupt where that is not allowed."""
    verbs, (nesting, power, spoofing) = [], machine[:3]
    if power == SAVED and (want[1] != SAVED or nesting != want[0]):
        if bug == 'never resumes':
            return (('spoofing', machine[2]),)
        return (('power', 1),) if bug != 'discards a saved state' or want[1] else (('saved state', 0),)
    if nesting != want[0] and (may_interrupt or not power):
        if power:
            verbs.append(('power', 0))
            power = 0
        verbs.append(('nesting', want[0]))
    if power != want[1] and (may_interrupt or not power):
        verbs.append(('power', want[1]))
    if spoofing != want[2]:
        verbs.append(('spoofing', want[2]))
    return tuple(verbs)


def apply(machine, verb, run):
    if verb[0] == 'saved state':
        return (machine[0], 0, *machine[2:])
    if verb == ('power', 0):
        return machine[:3] + (run + 1,) if machine[1] else machine
    values = list(machine)
    values[ASPECTS.index(verb[0])] = verb[1]
    return tuple(values)


def join(lease, machine, entry, wants):
    held = {a: (first, holders) for a, first, holders in (lease.aspects if lease else ())}
    for a, value in wants.items():
        first, holders = held.get(a, (machine[ASPECTS.index(a)], ()))
        held[a] = (first, holders + ((entry, value),))
    if 'nesting' in wants:  # whoever changes nesting will interrupt: record the power too
        held.setdefault('power', (machine[ASPECTS.index('power')], ()))
    aspects = tuple((a, *held[a]) for a in ASPECTS if a in held)
    return lease.but(aspects) if lease else Lease((aspects, frozenset(), None, 0))


def is_refused(lease, machine, wants):
    """Whether a saved VM is joined whose power before nobody recorded: who is to resume it is for people to say."""
    recorded = lease and any(a == 'power' for a, _, _ in lease.aspects)
    return machine[1] == SAVED and not recorded and ('nesting' in wants or 'power' in wants)


def conflicts(lease, scene, entry):
    """Whether an entry of another run wants a different value of the same aspect."""
    return bool(lease) and any(scene.runs[e] != scene.runs[entry] and value != scene.wants[entry].get(a, value)
                               for a, _, holders in lease.aspects for e, value in holders)


def reboots(machine, lease, entries, faults, ghosts):
    """Every (machine, entries, faults, ghosts) that a reboot of the host may lead to."""
    after = tuple({'reconcile work': ('leave', 0, ()), 'reconcile end': ('restore', 0, ())}.get(e[0], e) for e in entries)
    recorded = lease and any(a == 'power' for a, _, _ in lease.aspects)
    for power in {0: (0,), 1: (1, SAVED, 0), SAVED: (SAVED, 1)}[machine[1]]:
        first = faults.first if recorded else (faults.first[0], power, faults.first[2])
        yield ((machine[0], power, machine[2], 0), after, faults._replace(reboots=faults.reboots - 1, first=first),
               frozenset(g for g in ghosts if g[0] == 'join'))


def leave(lease, entry):
    return lease and lease.but(tuple((a, f, tuple(h for h in hs if h[0] != entry)) for a, f, hs in lease.aspects),
                               lease.ready - {entry})


def done(lease, machine, entry, ready, bug):
    kept = {x[0] for x in lease.aspects if x[2] or machine[ASPECTS.index(x[0])] != x[1]}
    if 'nesting' in kept and bug != 'forgets the power':
        kept.add('power')
    kept = tuple(x for x in lease.aspects if x[0] in kept)
    return lease.but(kept, lease.ready | {entry} if ready else None, None) if kept else None


def steps(state, scene, bug):
    """Every (label, run that did it, next state). An entry is (phase, its epoch, verbs still to do)."""
    machine, used, lease, entries, faults, ghosts, left = state
    asked = machine[3] and bug != 'compares while asked'
    if machine[3]:
        yield 'the guest goes down', machine[3] - 1, ((machine[0], 0, machine[2], 0), *state[1:])
        yield 'the guest does not go down', None, (machine[:3] + (0,), *state[1:])
    if faults.reboots:
        for rebooted, others, fewer, late in reboots(machine, lease, entries, faults, ghosts):
            yield 'the host reboots', 'reboot', (rebooted, used, lease, others, fewer, late, left)
    for g in ghosts:
        kind, epoch, todo = g
        if kind == 'join':
            refused = epoch in left and bug != 'leave forgets' or conflicts(lease, scene, epoch) and bug != 'joins against others' \
                or is_refused(lease, machine, scene.wants[epoch])
            late = lease if refused else join(lease, machine, epoch, scene.wants[epoch])
            yield 'a late join lands', None, (machine, used, late, entries, faults, ghosts - {g}, left)
        elif lease is None or lease.epoch != epoch and bug != 'no fence' or not todo:
            yield 'a ghost is gone', None, (machine, used, lease, entries, faults, ghosts - {g}, left)
        elif todo[0][0] != 'nesting' or not machine[1]:
            later = ghosts - {g} | {('verbs', epoch, todo[1:])}
            yield f'a ghost tells {todo[0]}', None, (apply(machine, todo[0], scene.runs[0]), used, lease, entries, faults, later, left)
    for i, (phase, epoch, todo) in enumerate(entries):
        run, previous, following = scene.runs[i], scene.before[i], scene.after[i]

        def go(label, entry, lease=lease, machine=machine, used=used, faults=faults, ghosts=ghosts, left=left):
            after = entries[:i] + (entry,) + entries[i + 1:]
            return f'entry {i} {label}', run, (machine, used, lease, after, faults, ghosts, left)

        def floor(then):
            new = (lease.epoch if bug == 'epochs start again' else used) + 1
            return go('takes the floor', (then, new, ()), lease.but(actor=i, epoch=new), used=used + 1)

        others = {e for e in lease.ready if scene.runs[e] != run} if lease else set()
        if bug == 'waits for itself' and lease:
            others = lease.ready - {i}
        others_ready = bool(others) and bug != 'interrupts others'
        fenced = lease is None or lease.epoch != epoch
        if faults.crashes and phase != 'end' and (phase != 'start' or previous is None or entries[previous][0] == 'work'):
            # the whole run crashes: its entries leave, and what each had on its way may still arrive
            after, later = list(entries), set(ghosts)
            for j, (p, e, t) in enumerate(entries):
                if scene.runs[j] == run and p not in ('end', 'leave', 'restore'):
                    begun = p != 'start' or j == i
                    after[j] = ('leave', 0, ()) if begun else ('end', 0, ())
                    if p == 'start' and begun:
                        later.add(('join', j, ()))
                    elif t:
                        later.add(('verbs', e, t))
            yield f'run {run} crashes', run, (machine, used, lease, tuple(after),
                                                faults._replace(crashes=faults.crashes - 1), frozenset(later), left)
        if phase == 'start':
            if previous is not None and entries[previous][0] != 'work':
                if entries[previous][0] != 'start' and entries[previous][0] != 'enable' and \
                        not entries[previous][0].startswith('reconcile work'):
                    yield go('never starts', ('end', 0, ()))
                continue
            if conflicts(lease, scene, i) and bug != 'joins against others':
                yield go('waits too long', ('leave', 0, ()))
            elif is_refused(lease, machine, scene.wants[i]):
                yield go('is refused a saved VM', ('leave', 0, ()))
            else:
                yield go('joins', ('enable', 0, ()), join(lease, machine, i, scene.wants[i]))
        elif phase in ('enable', 'restore'):
            if lease is None:
                yield go('finds no lease', ('end' if phase == 'restore' else 'lost', 0, ()))
            elif (phase == 'enable' and others_ready and lease.actor is None
                  and plan(machine, wanted(lease, machine), False) != plan(machine, wanted(lease, machine))):
                if bug != 'waits for itself':
                    yield go('waits too long', ('leave', 0, ()))
            else:
                yield floor('reconcile ' + ('work' if phase == 'enable' else 'end'))
        elif phase.startswith('reconcile'):
            after = phase.split()[1]
            if fenced and not (todo and bug == 'no fence'):
                yield go('is refused', ('enable' if after == 'work' else 'restore', 0, ()))
            elif asked:
                pass  # awaits the end of the shutdown
            elif todo:
                if todo[0][0] == 'nesting' and machine[1]:
                    yield go('compares again', (phase, epoch, ()))
                else:
                    if faults.failures:
                        fewer = faults._replace(failures=faults.failures - 1)
                        then = ('leave' if after == 'work' else 'restore', 0, ())
                        kept = lease
                        if after == 'work' and bug == 'ends when a verb fails':
                            then, kept = ('end', 0, ()), leave(lease, i).but(actor=None)
                        for effect in (machine, apply(machine, todo[0], run)):
                            yield go(f'tells {todo[0]}, which fails', then, kept, effect, faults=fewer)
                    yield go(f'tells {todo[0]}', (phase, epoch, todo[1:]), machine=apply(machine, todo[0], run))
            else:
                want = wanted(lease, machine)
                verbs = plan(machine, want, not others_ready, bug)
                if verbs and bug != 'done without comparing':
                    yield go('compares', (phase, epoch, verbs))
                elif verbs and machine[1] == want[1]:
                    yield go('compares', (phase, epoch, verbs[:1]))
                elif after == 'work' and plan(machine, want):
                    yield go('gives up the floor', ('enable', 0, ()), lease.but(actor=None))
                else:
                    yield go('is done', (after, 0, ()), done(lease, machine, i, after == 'work', bug))
        elif phase == 'work':
            if following is None or entries[following][0] in ('end', 'start'):
                yield go('has worked', ('leave', 0, ()))
        elif phase == 'leave':
            rest = leave(lease, i)
            if bug == 'deletes before restoring' and rest and not any(h for _, _, h in rest.aspects):
                rest = None
            yield go('leaves', ('restore', 0, ()), rest, left=left | {i})


def broken(state, by, before, scene):
    machine, _, lease, entries, faults, ghosts, _ = state
    if before[0][1] == SAVED and not machine[1]:
        return 'a saved state was discarded'
    rebooted = faults.reboots < before[4].reboots or not faults.reboots
    for i, (phase, _, _) in enumerate(entries):
        if phase == 'lost':
            return f'entry {i} lost its lease'
        if phase == 'work' and before[3][i][0] == 'work' and by not in (scene.runs[i], 'reboot') and before[0][1] and not machine[1]:
            return f'entry {i} was interrupted'
        if phase == 'work' and (scene.after[i] is None or entries[scene.after[i]][0] in ('start', 'end')):
            for a, value in scene.wants[i].items():
                if machine[ASPECTS.index(a)] != value and scene.runs[i] != by and not (a == 'power' and rebooted):
                    return f'entry {i} works without {a}'
    if all(phase == 'end' for phase, _, _ in entries) and not any(g[0] == 'join' for g in ghosts):
        if machine[:3] != faults.first:
            return f'ended as {machine}'
        if lease:
            return 'a lease is left'


def search(first, scene, crashes, reboots=0, failures=0, bug=None):
    faults = Faults(crashes, reboots, failures, first)
    start = (first + (0,), 0, None, tuple(('start', 0, ()) for _ in scene.wants), faults, frozenset(), frozenset())
    came, queue, before, ends = {start: None}, deque([start]), {}, []
    while queue:
        state = queue.popleft()
        ended = all(phase == 'end' for phase, _, _ in state[3])
        moved = False
        for label, by, after in steps(state, scene, bug):
            mishap = label.endswith(('crashes', 'reboots', 'fails'))
            moved = moved or not mishap
            why = broken(after, by, state, scene)
            cut = after[1] > MAX_EPOCHS
            if after not in came and not cut:
                came[after] = (label, state)
                queue.append(after)
            if why:
                came.setdefault(after, (label, state))
                return why, came, after
            if cut:
                ended = True
            elif not mishap:
                before.setdefault(after, []).append(state)
        if not moved and not all(phase == 'end' for phase, _, _ in state[3]):
            return 'stuck', came, state
        if ended:
            ends.append(state)
    return endless(came, before, ends)


def endless(came, before, ends):
    """Whether there is a state from which no way leads to an end, if nothing more goes wrong."""
    reached, look = set(ends), list(ends)
    while look:
        for state in before.get(look.pop(), ()):
            if state not in reached:
                reached.add(state)
                look.append(state)
    lost = next((state for state in came if state not in reached), None)
    return ('goes round for ever', came, lost) if lost else (None, came, None)


def story(came, state):
    lines = []
    while came[state]:
        label, state = came[state]
        lines.append('    ' + label)
    return lines[::-1]


ON, SPOOF, OFF, POWER = {'nesting': 1, 'power': 1}, {'spoofing': 1}, {'nesting': 0}, {'power': 1}
BOTH = {**ON, **SPOOF}
SCENES = [Scene((0, ON), (1, ON)), Scene((0, ON), (1, SPOOF)), Scene((0, BOTH), (1, ON)), Scene((0, ON), (1, POWER)),
          Scene((0, ON), (1, OFF)), Scene((0, SPOOF), (0, ON)), Scene((0, ON), (0, OFF))]
LARGE = [Scene((0, SPOOF), (0, ON), (1, ON)), Scene((0, ON), (1, BOTH), (2, SPOOF))]
BUGS = ['no fence', 'epochs start again', 'done without comparing', 'deletes before restoring', 'interrupts others',
        'forgets the power', 'leave forgets', 'waits for itself', 'joins against others', 'compares while asked',
        'discards a saved state', 'ends when a verb fails', 'never resumes']
CRASHES, REBOOT_AND_FAILURE = (2, 0, 0), (0, 1, 1)
FAULTS = [(1, 1, 0), (1, 0, 1), REBOOT_AND_FAILURE]

if __name__ == '__main__':
    total = 0
    firsts = list(product((0, 1), repeat=3))
    cases = [(f, s, faults) for f in firsts for s in SCENES for faults in FAULTS] + [((0, 1, 0), s, REBOOT_AND_FAILURE) for s in LARGE]
    for first, scene, faults in cases:
        why, came, state = search(first, scene, *faults)
        total += len(came)
        if why:
            sys.exit('\n'.join([f'{first} {scene.runs} {scene.wants} {faults}: {why}', *story(came, state)]))
    print(f'{len(cases)} cases, {total} states: all hold')
    for bug in BUGS:
        faults = REBOOT_AND_FAILURE if bug in BUGS[-3:] else CRASHES
        caught = next(((f, w, c, s) for f in firsts for x in SCENES
                       for w, c, s in [search(f, x, *faults, bug)] if w), None)
        if not caught:
            sys.exit(f'the bug "{bug}" was not caught')
        print(f'caught: {bug}: {caught[1]}, first {caught[0]}, {len(story(caught[2], caught[3]))} steps')
