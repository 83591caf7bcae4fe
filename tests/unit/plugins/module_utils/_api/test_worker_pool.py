# Copyright (c) 2026, offboarding.mattermost contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""worker_pool: many items, in order, whatever goes wrong on the way."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.offboarding.mattermost.plugins.module_utils._api.worker_pool import WorkerPool
from ansible_collections.offboarding.mattermost.plugins.module_utils._errors.run_errors import Stopped, Unexpected
from ansible_collections.offboarding.mattermost.tests.unit.helpers.trouble import Trouble


class Job:
    """A function that fails for some items: `trouble` maps an item to the errors of its tries."""

    def __init__(self, **trouble):
        self.trouble = {int(key[1:]): list(value) for key, value in trouble.items()}
        self.done = []

    def __call__(self, item):
        self.done.append(item)
        if self.trouble.get(item):
            problem = self.trouble[item].pop(0)
            if problem is not None:
                raise problem
        return item * 10


@pytest.fixture(name="concurrency", params=[1, 4, 64])
def fixture_concurrency(request):
    """How many at a time."""
    return request.param


def test_values_come_in_the_order_of_the_items(concurrency):
    outcomes = WorkerPool(concurrency).map(Job(), range(200))
    assert [outcome.value for outcome in outcomes] == [item * 10 for item in range(200)]
    assert not any(outcome.error for outcome in outcomes)


def test_no_items(concurrency):
    assert WorkerPool(concurrency).map(Job(), []) == []


def test_each_item_is_done_once(concurrency):
    job = Job()
    WorkerPool(concurrency).map(job, range(200))
    assert sorted(job.done) == list(range(200))


def test_one_item_that_fails_leaves_the_others_alone(concurrency):
    outcomes = WorkerPool(concurrency).map(Job(_3=[Trouble()]), range(10))
    assert [n for n, outcome in enumerate(outcomes) if outcome.error] == [3]
    assert str(outcomes[3].error) == "It broke."
    assert outcomes[9].value == 90


def test_what_failed_in_passing_is_tried_once_more_after_all_others(concurrency):
    job = Job(_3=[Trouble(transient=True)])
    outcomes = WorkerPool(concurrency).map(job, range(10))
    assert outcomes[3].value == 30
    assert outcomes[3].error is None
    assert job.done.count(3) == 2
    assert job.done[-1] == 3


def test_a_second_failure_stays():
    job = Job(_3=[Trouble(transient=True), Trouble(transient=True)])
    outcomes = WorkerPool().map(job, range(10))
    assert outcomes[3].error is not None
    assert job.done.count(3) == 2


def test_what_was_not_known_after_the_first_try_is_not_known_after_the_second():
    job = Job(_3=[Trouble(transient=True, unknown=True), Trouble(transient=True)])
    assert WorkerPool().map(job, range(10))[3].error.unknown


def test_where_most_failed_nothing_is_asked_again():
    job = Job(**{"_%d" % number: [Trouble(transient=True)] * 2 for number in range(6)})
    WorkerPool().map(job, range(10))
    assert len(job.done) == 10


def test_a_fatal_error_stops_what_has_not_begun():
    job = Job(_3=[Trouble(fatal=True)])
    outcomes = WorkerPool().map(job, range(10))
    assert job.done == [0, 1, 2, 3]
    assert [outcome.started for outcome in outcomes] == [True] * 4 + [False] * 6
    assert str(outcomes[3].error) == "It broke."
    assert {str(outcome.error) for outcome in outcomes[4:]} == {
        "Not done: the run stopped before it reached this user. It broke."
    }


def test_after_a_fatal_error_nothing_more_is_begun_with_many_workers():
    job = Job(_0=[Trouble(fatal=True)])
    outcomes = WorkerPool(4).map(job, range(10000))
    assert len(job.done) < 10000
    assert sum(1 for outcome in outcomes if outcome.error) == 10000 - sum(1 for o in outcomes if o.value is not None)


def test_a_stop_from_outside():
    pool = WorkerPool()

    def work(item):
        if item == 2:
            pool.stop(Stopped(reason="It was interrupted by SIGINT."))
        return item

    outcomes = pool.map(work, range(5))
    assert [outcome.value for outcome in outcomes] == [0, 1, 2, None, None]
    assert "It was interrupted by SIGINT." in str(outcomes[4].error)


def test_the_first_reason_to_stop_is_the_one_that_is_told():
    pool = WorkerPool()
    first, second = Trouble(), Trouble()
    pool.stop(first)
    pool.stop(second)
    assert pool.stopped_by is first


@pytest.mark.parametrize("before", [True, False], ids=["before", "meanwhile"])
def test_a_wait_ends_when_the_run_is_to_end(before):
    pool = WorkerPool()
    waiting = threading.Thread(target=pool.wait, args=(600,), daemon=True)
    if before:
        pool.stop(Trouble())
    waiting.start()
    pool.stop(Trouble())
    waiting.join(20)
    assert not waiting.is_alive()


def test_a_defect_in_one_item_does_not_take_the_others_with_it(concurrency):
    def work(item):
        return 1 // item

    outcomes = WorkerPool(concurrency).map(work, [1, 0, 1])
    assert [outcome.value for outcome in outcomes] == [1, None, 1]
    assert isinstance(outcomes[1].error, Unexpected)
    assert "ZeroDivisionError" in str(outcomes[1].error)


def test_what_a_first_try_left_unknown_stays_so_whatever_the_second_runs_into():
    tries = []

    def work(item):
        tries.append(item)
        if item and tries.count(item) == 1:
            raise Trouble(unknown=True, transient=True)
        return 1 / (1 - item)

    outcomes = WorkerPool().map(work, [0, 1])
    assert (type(outcomes[1].error), outcomes[1].error.unknown) == (Unexpected, True)


def test_not_more_than_so_many_are_under_way():
    busy, most, lock = [], [], threading.Lock()

    def work(item):
        with lock:
            busy.append(item)
            most.append(len(busy))
        with lock:
            busy.remove(item)

    WorkerPool(3).map(work, range(300))
    assert max(most) <= 3
