/* build: gcc -std=c17 -O3 -march=native -fopenmp -lgumbo
 * package: libgumbo-dev
 * SPDX-License-Identifier: BSD-3-Clause
 * rival_html_gumbo.c WORKERS - gumbo's parser over the pages of rxt's `html`; bytes/s of each run.
 */
#include "rival_html.h"

#include <gumbo.h>

static size_t count_links(const GumboNode *node)
{
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) {
        return 0;
    }
    const GumboElement *element = &node->v.element;
    size_t n = element->tag == GUMBO_TAG_A && gumbo_get_attribute(&element->attributes, "href");
    for (unsigned i = 0; i < element->children.length; i++) {
        n += count_links(element->children.data[i]);
    }
    return n;
}

static size_t links_of(const char *page, size_t n_bytes)
{
    GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, page, n_bytes);
    const size_t n_links = count_links(output->root);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return n_links;
}

int main(int argc, char **argv)
{
    return rival_html(argc, argv, links_of, 16);
}
