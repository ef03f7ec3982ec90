"""Checks the Model Context Protocol with the official client, over both transports.

python3 Tests/ModelContext/check.py [test names]
"""

import asyncio
import itertools
import json
import unittest

import jsonschema
from mcp.shared.exceptions import MCPError

import served

TOOLS = [
    "search", "get_article", "count_over_time", "kwic", "verify_quote", "cite", "list_indexes",
]
# The client asks for the newest version, or shakes hands as clients before 2026 do.
CONNECTIONS = list(itertools.product(["stdio", "http"], ["auto", "legacy"]))
QUOTE = "15分钟托育服务圈"


class Check(unittest.IsolatedAsyncioTestCase):
    archive = None

    @classmethod
    def setUpClass(cls):
        cls.archive = served.Archive()

    @classmethod
    def tearDownClass(cls):
        cls.archive.stop()

    async def asyncSetUp(self):
        # The test case reports every slow step otherwise.
        asyncio.get_running_loop().set_debug(False)

    async def each(self, body):
        """Runs a check on every kind of connection."""
        for transport, mode in CONNECTIONS:
            with self.subTest(transport=transport, mode=mode):
                async with self.archive.client(transport, mode) as client:
                    await body(client)

    async def call(self, client, tool, **arguments):
        """The structured answer of a tool, which the text repeats."""
        result = await client.call_tool(tool, named(arguments))
        self.assertFalse(result.is_error, result.content)
        self.assertEqual(json.loads(result.content[0].text), result.structured_content)
        return result.structured_content

    async def test_versions(self):
        for transport, mode in CONNECTIONS:
            async with self.archive.client(transport, mode) as client:
                expected = "2026-07-28" if mode == "auto" else "2025-11-25"
                self.assertEqual(client.session.protocol_version, expected)
                self.assertEqual(client.session.server_info.name, "xunwen")
                self.assertIn("Unicode scalars", client.session.instructions)

    async def test_tools(self):
        async def body(client):
            tools = (await client.list_tools()).tools
            self.assertEqual([tool.name for tool in tools], TOOLS)
            for tool in tools:
                self.assertTrue(tool.annotations.read_only_hint)
                self.assertTrue(tool.title and tool.description)
                jsonschema.Draft202012Validator.check_schema(tool.input_schema)
                jsonschema.Draft202012Validator.check_schema(tool.output_schema)
                for name, schema in tool.input_schema["properties"].items():
                    self.assertTrue(schema["description"], name)

        await self.each(body)

    async def test_answers_are_those_of_the_commands(self):
        demo = ["--index", self.archive.demo]
        hits = served.rows("search", "养老 服务", "--json", "--limit=5", "--facet=source", *demo)
        article = hits[0]["id"]
        expected = [
            ("search", {"q": "养老 服务", "limit": 5, "facet": ["source"]}, hits),
            ("count_over_time", {"q": "养老", "by": "year", "ratio": True},
             served.rows("timeline", "养老", "--by=year", "--ratio", "--format=json", *demo)),
            ("kwic", {"q": "养老", "limit": 30, "sort": "right"},
             served.rows("kwic", "养老", "--limit=30", "--sort=right", "--format=jsonl", *demo)),
            ("verify_quote", {"q": QUOTE},
             served.rows("verify-quote", QUOTE, "--json", *demo)),
        ]
        references = served.run("cite", article, hits[1]["id"], "--format=bibtex", *demo)
        [stored] = served.rows("show", article, "--json", *demo)

        async def body(client):
            for tool, arguments, rows in expected:
                answer = await self.call(client, tool, **arguments)
                self.assertEqual([served.without_time(row) for row in answer["rows"]], rows, tool)
                self.assertEqual((answer["index"], answer["generation"]), ("demo", 1))
            cited = await self.call(
                client, "cite", id=[article, hits[1]["id"]], format="bibtex")
            self.assertEqual("".join(row["reference"] for row in cited["rows"]), references)
            [row] = (await self.call(client, "get_article", id=article))["rows"]
            self.assertEqual(row["originals"][0]["text"], stored["originals"][0]["text"])
            self.assertEqual(row["zones"], stored["zones"])
            self.assertEqual(row["content_hash"], stored["content_hash"])

        await self.each(body)

    async def test_offsets_lead_to_the_text(self):
        async def body(client):
            texts = {}

            async def text(article, span):
                if article not in texts:
                    [row] = (await self.call(client, "get_article", id=article))["rows"]
                    texts[article] = {part["name"]: part["text"] for part in row["originals"]}
                return texts[article][span["original"]][span["start"]:span["end"]]

            for hit in (await self.call(client, "search", q="托育", limit=3))["rows"][:3]:
                for match in hit["matches"]:
                    self.assertEqual(await text(hit["id"], match), "托育")
                snippet = hit["snippet"]
                for start, end in snippet["highlights"]:
                    self.assertEqual(snippet["text"][start:end], "托育")
            for line in (await self.call(client, "kwic", q="托育", limit=10))["rows"][:-1]:
                self.assertEqual(await text(line["id"], line), line["match"])
            for row in (await self.call(client, "verify_quote", q=QUOTE))["rows"][:-1]:
                for occurrence in row["occurrences"]:
                    self.assertEqual(await text(row["id"], occurrence), occurrence["text"])

        await self.each(body)

    async def test_pages_have_every_row_once(self):
        async def body(client):
            for tool, arguments in [
                ("search", {"q": "养老", "match": "all", "limit": 7}),
                ("count_over_time", {"q": "养老", "by": "month", "limit": 25}),
                ("kwic", {"q": "养老", "limit": 40}),
                ("verify_quote", {"q": QUOTE, "limit": 2}),
            ]:
                whole = await self.call(client, tool, **arguments | {"limit": 100})
                listed, offset = [], 0
                while offset is not None:
                    part = await self.call(client, tool, **arguments, offset=offset)
                    page = part["page"]
                    listed += part["rows"][: page["returned"]]
                    self.assertEqual(page["offset"], offset)
                    offset = page.get("next_offset")
                self.assertEqual(len(listed), page["total"], tool)
                count = whole["page"]["returned"]
                self.assertEqual(listed[:count], whole["rows"][:count], tool)

        await self.each(body)

    async def test_a_long_article_is_read_in_parts(self):
        async def body(client):
            [hit] = (await self.call(client, "search", q="托育", limit=1))["rows"][:1]
            [whole] = (await self.call(client, "get_article", id=hit["id"]))["rows"]
            text, offset = "", 0
            while offset is not None:
                answer = await self.call(
                    client, "get_article", id=hit["id"], offset=offset, limit=500)
                [row] = answer["rows"]
                text += row["originals"][0]["text"]
                offset = row["part"].get("next_offset")
            self.assertEqual(text, whole["originals"][0]["text"])
            self.assertEqual(len(text), whole["part"]["total"])

        await self.each(body)

    async def test_mistakes_are_results_with_their_reason(self):
        async def body(client):
            for tool, arguments, reason in [
                ("search", {"q": "养老 AND"}, "malformed"),
                ("search", {"q": "养老", "limit": 101}, "invalid_parameter"),
                ("search", {"q": "养老", "index": "none"}, "no_index"),
                ("search", {"q": "养老", "generation": 9}, "generation"),
                ("search", {"q": "养老", "colour": "red"}, "unknown_parameter"),
                ("kwic", {"q": "(养老"}, "malformed"),
                ("kwic", {}, "missing_parameter"),
                ("get_article", {"id": "none"}, "no_article"),
                ("cite", {"id": ["none"]}, "no_article"),
            ]:
                result = await client.call_tool(tool, arguments)
                self.assertTrue(result.is_error, tool)
                problem = json.loads(result.content[0].text)
                self.assertEqual(problem["reason"], reason, tool)
                self.assertTrue(problem["detail"])
                if reason == "malformed":
                    self.assertEqual(problem["query"], arguments["q"])
                    self.assertLess(problem["start"], problem["end"])
            with self.assertRaises(MCPError) as caught:
                await client.call_tool("no_tool", {})
            self.assertEqual(caught.exception.error.code, -32602)

        await self.each(body)

    async def test_calls_at_the_same_time(self):
        async def body(client):
            queries = ["养老", "托育", "医保", "公积金"] * 8
            answers = await asyncio.gather(
                *(self.call(client, "search", q=query, limit=2) for query in queries))
            for query, answer in zip(queries, answers):
                self.assertEqual(answer["rows"][-1]["query"], query)

        await self.each(body)

    async def test_new_commits_are_followed(self):
        async def body(client):
            async def newest():
                for _ in range(200):
                    answer = await self.call(client, "search", q="养老", index="growing")
                    if answer["page"]["total"] == self.archive.articles:
                        break
                    # The HTTP server looks each second.
                    await asyncio.sleep(0.05)
                self.assertEqual(answer["page"]["total"], self.archive.articles)
                return answer

            before = await newest()
            self.archive.grow()
            self.assertGreater((await newest())["generation"], before["generation"])
            old = await self.call(
                client, "search", q="养老", index="growing", generation=before["generation"])
            self.assertEqual(old["page"]["total"], before["page"]["total"])

        await self.each(body)


def named(arguments):
    """Arguments with the names of the parameters: facet_limit is facet-limit."""
    return {name.replace("_", "-"): value for name, value in arguments.items()}


if __name__ == "__main__":
    unittest.main(verbosity=2)
