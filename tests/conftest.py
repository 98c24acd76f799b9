"""
Let the suite run from a bare checkout, and mark the tests that take long or measure time.

Plugins, ours too, are found through the metadata that an install leaves behind. Where
there is none, what an install would write is written to a temporary folder, and this
process and those that tests start look into it.
"""

import os
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT, SOURCE_ROOTS

#: Files and tests that start many processes, read whole evaluation sets or fill memory. Properties
#: and what measures time are slow, too.
SLOW = {
    "test_adding.py",
    "test_cache.py",
    "test_cache_edits.py",
    "test_clean_quality.py",
    "test_comparison.py",
    "test_contract.py",
    "test_dask.py",
    "test_corrected_runs.py",
    "test_door.py",
    "test_editor_schema.py",
    "test_evaluation.py",
    "test_from_plugins.py",
    "test_export.py",
    "test_floors.py",
    "test_from_python.py",
    "test_html_contract.py",
    "test_html_source.py",
    "test_kit_faults.py",
    "test_many_plugins.py",
    "test_memory.py",
    "test_new_plugin.py",
    "test_news.py",
    "test_notebook.py",
    "test_outputs.py",
    "test_packaging.py",
    "test_pipeline_tests.py",
    "test_plugin_commands.py",
    "test_quick_looks.py",
    "test_readme.py",
    "test_record_size.py",
    "test_report_attacks.py",
    "test_report_browser.py",
    "test_report_gold.py",
    "test_report_page.py",
    "test_resume.py",
    "test_retry.py",
    "test_review_anchoring.py",
    "test_run_outputs.py",
    "test_segment_quality.py",
    "test_show.py",
    "test_shards.py",
    "test_sinks.py",
    "test_speakers_quality.py",
    "test_standard_streams.py",
    "test_stores.py",
    "test_testing.py",
    "test_testing_errors.py",
    "test_words.py",
    "test_workers.py",
    "test_100_documents_are_at_most_two_megabytes",
    "test_a_page_of_very_many_tags_is_not_given_to_trafilatura",
    "test_a_reader_that_leaves_early",
    "test_a_stage_that_does_not_come_back",
    "test_a_standard_output_that_takes_nothing",
    "test_a_table_says_what_it_leaves_out",
    "test_at_the_limits",
    "test_bomb_is_stopped_by_its_ratio",
    "test_bomb_is_stopped_in_little_memory",
    "test_bomb_on_one_line_is_skipped_in_little_memory",
    "test_check_does_not_echo_it",
    "test_hash_seed_changes_nothing",
    "test_hostile_files",
    "test_leaving_early",
    "test_lines_before_a_cut_in_gzip_are_kept",
    "test_messages_are_fit_to_read",
    "test_messages_stay_short",
    "test_names_are_read_back",
    "test_nasty_files",
    "test_nearly_every_name_of_the_world_is_read_back",
    "test_no_field_moves_a_terminal",
    "test_no_file_and_no_message_has_the_secret",
    "test_no_name_breaks_out_of_its_label",
    "test_no_name_moves_a_terminal",
    "test_no_pipeline_moves_a_terminal",
    "test_no_plugin_moves_a_terminal",
    "test_no_word_of_a_picture_is_markup",
    "test_runs_are_deterministic",
    "test_same_output_under_two_hash_seeds",
    "test_seen_ids_of_a_long_run_fit_in_a_corner",
    "test_seen_ids_take_no_memory_of_their_own",
    "test_the_bytes_are_those_of_a_run",
    "test_workers_know_it_too",
}


#: What a test calls that starts a process.
STARTS = {"Popen", "command", "on_terminal", "process", "subprocess"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what measures time, and what takes long; nobody has to remember it."""
    for item in items:
        function = getattr(item, "function", None)
        calls = getattr(getattr(function, "__code__", None), "co_names", ())
        if "growth" in calls:
            item.add_marker(pytest.mark.timing)
        if getattr(function, "is_hypothesis_test", False) or _is_slow(item, calls):
            item.add_marker(pytest.mark.slow)


def _is_slow(item: pytest.Item, calls: Iterable[str]) -> bool:
    names = {item.path.name, getattr(item, "originalname", item.name)}
    starts = not STARTS.isdisjoint(calls)
    return starts or not SLOW.isdisjoint(names) or item.get_closest_marker("timing") is not None


def pytest_configure(config: pytest.Config) -> None:
    """Offer the metadata of the checkout where nothing is installed."""
    try:
        metadata.distribution("textflow-engine")
    except metadata.PackageNotFoundError:
        folder = tempfile.TemporaryDirectory()
        config.add_cleanup(folder.cleanup)
        _write_metadata(Path(folder.name))
        sys.path.append(folder.name)
        roots = [str(ROOT / name) for name in SOURCE_ROOTS]
        before = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join([*roots, folder.name, before])


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """Give a Chromium; without one the tests are skipped."""
    from browsing import chromium, needs_chromium  # noqa: PLC0415 - not every test has Playwright

    needs_chromium()
    with chromium() as one:
        yield one


@pytest.fixture
def browser(chrome: Any) -> Iterator[Any]:
    """Give a Chromium in which nothing is open."""
    yield chrome
    for context in chrome.contexts:
        context.close()


def _write_metadata(site: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    folder = site / f"textflow_engine-{project['version']}.dist-info"
    folder.mkdir()
    head = "Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n"
    (folder / "METADATA").write_text(head.format_map(project), "utf-8")
    lines = "\n".join(_entry_points(project))
    (folder / "entry_points.txt").write_text(f"{lines}\n", "utf-8")


def _entry_points(project: dict[str, Any]) -> Iterator[str]:
    for group, points in project["entry-points"].items():
        yield f"[{group}]"
        yield from (f"{name} = {value}" for name, value in points.items())
