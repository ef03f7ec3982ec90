// Written by .ci/page.py (make page).

#include "CPage.h"

// Embedding is standard since C23. It takes milliseconds; arrays in Swift take the compiler half a
// minute for the same bytes.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_answer_js[] = {
#embed "../Server/Page/answer.js"
};

static const unsigned char file_api_js[] = {
#embed "../Server/Page/api.js"
};

static const unsigned char file_basket_js[] = {
#embed "../Server/Page/basket.js"
};

static const unsigned char file_box_js[] = {
#embed "../Server/Page/box.js"
};

static const unsigned char file_buckets_js[] = {
#embed "../Server/Page/buckets.js"
};

static const unsigned char file_chart_js[] = {
#embed "../Server/Page/chart.js"
};

static const unsigned char file_cite_js[] = {
#embed "../Server/Page/cite.js"
};

static const unsigned char file_clauses_js[] = {
#embed "../Server/Page/clauses.js"
};

static const unsigned char file_dialog_js[] = {
#embed "../Server/Page/dialog.js"
};

static const unsigned char file_dom_js[] = {
#embed "../Server/Page/dom.js"
};

static const unsigned char file_exports_js[] = {
#embed "../Server/Page/exports.js"
};

static const unsigned char file_facets_js[] = {
#embed "../Server/Page/facets.js"
};

static const unsigned char file_form_js[] = {
#embed "../Server/Page/form.js"
};

static const unsigned char file_help_js[] = {
#embed "../Server/Page/help.js"
};

static const unsigned char file_hits_js[] = {
#embed "../Server/Page/hits.js"
};

static const unsigned char file_icon_svg[] = {
#embed "../Server/Page/icon.svg"
};

static const unsigned char file_index_html[] = {
#embed "../Server/Page/index.html"
};

static const unsigned char file_indexing_js[] = {
#embed "../Server/Page/indexing.js"
};

static const unsigned char file_keys_js[] = {
#embed "../Server/Page/keys.js"
};

static const unsigned char file_language_js[] = {
#embed "../Server/Page/language.js"
};

static const unsigned char file_layout_css[] = {
#embed "../Server/Page/layout.css"
};

static const unsigned char file_link_js[] = {
#embed "../Server/Page/link.js"
};

static const unsigned char file_main_js[] = {
#embed "../Server/Page/main.js"
};

static const unsigned char file_matches_js[] = {
#embed "../Server/Page/matches.js"
};

static const unsigned char file_print_css[] = {
#embed "../Server/Page/print.css"
};

static const unsigned char file_reader_css[] = {
#embed "../Server/Page/reader.css"
};

static const unsigned char file_reader_js[] = {
#embed "../Server/Page/reader.js"
};

static const unsigned char file_reasons_js[] = {
#embed "../Server/Page/reasons.js"
};

static const unsigned char file_research_js[] = {
#embed "../Server/Page/research.js"
};

static const unsigned char file_results_css[] = {
#embed "../Server/Page/results.css"
};

static const unsigned char file_said_js[] = {
#embed "../Server/Page/said.js"
};

static const unsigned char file_spans_js[] = {
#embed "../Server/Page/spans.js"
};

static const unsigned char file_state_js[] = {
#embed "../Server/Page/state.js"
};

static const unsigned char file_storage_js[] = {
#embed "../Server/Page/storage.js"
};

static const unsigned char file_strings_js[] = {
#embed "../Server/Page/strings.js"
};

static const unsigned char file_tabs_js[] = {
#embed "../Server/Page/tabs.js"
};

static const unsigned char file_theme_css[] = {
#embed "../Server/Page/theme.css"
};

static const unsigned char file_theme_js[] = {
#embed "../Server/Page/theme.js"
};

static const unsigned char file_timeline_js[] = {
#embed "../Server/Page/timeline.js"
};

static const unsigned char file_tree_js[] = {
#embed "../Server/Page/tree.js"
};

static const unsigned char file_understood_js[] = {
#embed "../Server/Page/understood.js"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t size;
} files[] = {
    {"answer.js", file_answer_js, sizeof file_answer_js},
    {"api.js", file_api_js, sizeof file_api_js},
    {"basket.js", file_basket_js, sizeof file_basket_js},
    {"box.js", file_box_js, sizeof file_box_js},
    {"buckets.js", file_buckets_js, sizeof file_buckets_js},
    {"chart.js", file_chart_js, sizeof file_chart_js},
    {"cite.js", file_cite_js, sizeof file_cite_js},
    {"clauses.js", file_clauses_js, sizeof file_clauses_js},
    {"dialog.js", file_dialog_js, sizeof file_dialog_js},
    {"dom.js", file_dom_js, sizeof file_dom_js},
    {"exports.js", file_exports_js, sizeof file_exports_js},
    {"facets.js", file_facets_js, sizeof file_facets_js},
    {"form.js", file_form_js, sizeof file_form_js},
    {"help.js", file_help_js, sizeof file_help_js},
    {"hits.js", file_hits_js, sizeof file_hits_js},
    {"icon.svg", file_icon_svg, sizeof file_icon_svg},
    {"index.html", file_index_html, sizeof file_index_html},
    {"indexing.js", file_indexing_js, sizeof file_indexing_js},
    {"keys.js", file_keys_js, sizeof file_keys_js},
    {"language.js", file_language_js, sizeof file_language_js},
    {"layout.css", file_layout_css, sizeof file_layout_css},
    {"link.js", file_link_js, sizeof file_link_js},
    {"main.js", file_main_js, sizeof file_main_js},
    {"matches.js", file_matches_js, sizeof file_matches_js},
    {"print.css", file_print_css, sizeof file_print_css},
    {"reader.css", file_reader_css, sizeof file_reader_css},
    {"reader.js", file_reader_js, sizeof file_reader_js},
    {"reasons.js", file_reasons_js, sizeof file_reasons_js},
    {"research.js", file_research_js, sizeof file_research_js},
    {"results.css", file_results_css, sizeof file_results_css},
    {"said.js", file_said_js, sizeof file_said_js},
    {"spans.js", file_spans_js, sizeof file_spans_js},
    {"state.js", file_state_js, sizeof file_state_js},
    {"storage.js", file_storage_js, sizeof file_storage_js},
    {"strings.js", file_strings_js, sizeof file_strings_js},
    {"tabs.js", file_tabs_js, sizeof file_tabs_js},
    {"theme.css", file_theme_css, sizeof file_theme_css},
    {"theme.js", file_theme_js, sizeof file_theme_js},
    {"timeline.js", file_timeline_js, sizeof file_timeline_js},
    {"tree.js", file_tree_js, sizeof file_tree_js},
    {"understood.js", file_understood_js, sizeof file_understood_js},
};

size_t xunwen_page_file_count(void) { return sizeof files / sizeof files[0]; }

const char *xunwen_page_file_name(size_t number) { return files[number].name; }

const unsigned char *xunwen_page_file_bytes(size_t number) { return files[number].bytes; }

size_t xunwen_page_file_size(size_t number) { return files[number].size; }
