/* build: gcc -std=c17 -O3 -march=native -fopenmp -I/usr/include/libxml2 -lxml2
 * package: libxml2-dev
 * SPDX-License-Identifier: BSD-3-Clause
 * rival_html_libxml2.c WORKERS - libxml2's HTML parser over the pages of rxt's `html`; bytes/s of each run.
 */
#include "rival_html.h"

#include <libxml/HTMLparser.h>

/* By its events, which is the faster of its two ways: no tree is made. */
static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    size_t *n_links = context;
    for (size_t i = 0; name[0] == 'a' && !name[1] && attributes && attributes[i]; i += 2) {
        *n_links += xmlStrEqual(attributes[i], BAD_CAST "href");
    }
}

static void characters(void *context, const xmlChar *text, int length)
{
    (void)context;
    (void)text;
    (void)length;
}

static size_t links_of(const char *page, size_t n_bytes)
{
    size_t n_links = 0;
    xmlSAXHandler handler = {
        .startElement = start_element, .characters = characters, .cdataBlock = characters};
    htmlParserCtxtPtr context = htmlCreateMemoryParserCtxt(page, (int)n_bytes);
    xmlSAXHandlerPtr own = context->sax;
    context->sax = &handler;
    context->userData = &n_links;
    htmlParseDocument(context);
    context->sax = own;
    htmlFreeParserCtxt(context);
    return n_links;
}

int main(int argc, char **argv)
{
    xmlInitParser();
    return rival_html(argc, argv, links_of, 32);
}
