"""A call flow to be called in a notebook: `flow.widget()`, with the extra `widget`.

The simulation runs in Python, the picture is drawn once; what the browser shows of a
call is worked out from the caller's acts, which are the widget's whole state.
"""
