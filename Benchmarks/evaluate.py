#!/usr/bin/env python3
"""Scores a TREC run: MRR@10 and nDCG@10, means over all queries that have a judgement.

    evaluate.py RUN QRELS

nDCG has linear gains and a log2(rank + 1) discount, as trec_eval's ndcg_cut. A query without an answer
counts 0.
"""

import collections
import math
import sys


def read_qrels(path):
    judged = collections.defaultdict(dict)
    for line in open(path, encoding="utf-8"):
        query, _, document, relevance = line.split()
        judged[query][document] = int(relevance)
    return judged


def read_run(path):
    ranked = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        query, _, document, _, score, _ = line.split()
        ranked[query].append((-float(score), document))
    return {query: [document for _, document in sorted(hits)] for query, hits in ranked.items()}


def discounted(gains):
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def main():
    run, qrels = read_run(sys.argv[1]), read_qrels(sys.argv[2])
    reciprocal = ndcg = 0.0
    for query, judged in qrels.items():
        gains = [judged.get(document, 0) for document in run.get(query, [])[:10]]
        first = next((rank for rank, gain in enumerate(gains) if gain > 0), None)
        reciprocal += 0 if first is None else 1 / (first + 1)
        ideal = discounted(sorted(judged.values(), reverse=True)[:10])
        ndcg += discounted(gains) / ideal if ideal else 0
    count = len(qrels)
    print(f"{count} queries  MRR@10 {reciprocal / count:.4f}  nDCG@10 {ndcg / count:.4f}")


if __name__ == "__main__":
    main()
