from django.urls import path

from peerwork.home import trail_views, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("more/", views.more, name="more"),
    path("messages/", views.messages, name="messages"),
    path("messages/seen/", views.messages_seen, name="messages-seen"),
    path("hints/away/", views.hint_away, name="hint-away"),
    path("hints/again/", views.hints_again, name="hints-again"),
    path("my-development/dates.ics", views.dates, name="dates"),
    path("my-development/", views.my_development, name="my_development"),
    path("my-development/story/", views.story, name="story"),
    path("my-development/story/mark/", views.mark, name="mark"),
    path("help/", views.help_page, name="help"),
    path("who-can-see-what/", views.who_can_see, name="who-can-see"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("components/", views.gallery, name="gallery"),
    path("search/", views.search, name="search"),
    path("changes/<str:label>/<int:pk>/", trail_views.changes, name="changes"),
    path("audit/", trail_views.audit, name="audit"),
    path("audit/take/", trail_views.take_audit, name="audit-take"),
    path("audit/head/", trail_views.head, name="audit-head"),
    path("brand/<int:organisation>-<int:version>.css", views.brand, name="brand"),
    path("robots.txt", views.robots, name="robots"),
]
