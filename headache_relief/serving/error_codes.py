"""The one word for each status of a request that failed."""

CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    416: "bad_request",
    417: "bad_request",
    429: "too_many_requests",
    503: "unavailable",
}
UNKNOWN = "failed"
