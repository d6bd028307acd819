"""Training: its models stand beside what is done with them; Django looks for them here."""

from peerwork.training.certificates.models import Certificate, SigningKey  # noqa: F401
from peerwork.training.checking.models import Attempt, Feedback, Question  # noqa: F401
from peerwork.training.cohorts.models import (  # noqa: F401
    AssessmentResult,
    Attendance,
    Cohort,
    CohortTrainer,
    Enrolment,
    Learner,
    Meeting,
    Offer,
    Site,
    SiteService,
    Trainer,
    TrainerSupport,
)
from peerwork.training.curricula.models import (  # noqa: F401
    AssessmentPart,
    Curriculum,
    CurriculumVersion,
    Module,
    ModuleMapping,
    Prerequisite,
)
from peerwork.training.library.models import Resource, Story, StoryConsent  # noqa: F401
from peerwork.training.needs.models import (  # noqa: F401
    Completion,
    CourseName,
    Exemption,
    LearningFile,
    LearningMapping,
    NeedRule,
    Standing,
    Unmatched,
)
from peerwork.training.pathways.models import OffJobHours, Pathway, SupervisedHours  # noqa: F401
